"""The disk of an instance that its containers fill: folders of this machine, and the size that was asked for."""

from __future__ import annotations

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from localaws.sagemaker.utilization import part_of

GB = 1 << 30  # bytes of a volume's GB, which are EBS's GiB
_BLOCK = 512  # bytes, in which the system tells what a file takes
_PATIENCE = 1.0  # seconds: what takes longer to look at is not measured


@dataclass(frozen=True)
class Disk:
    """``size`` in bytes."""

    folders: Sequence[Path]
    size: int

    def utilization(self, patience: float = _PATIENCE) -> float | None:
        """How much of it is used, in percent; None where that takes too long to see."""
        used, until = 0, time.monotonic() + patience
        for folder in self.folders:
            for parent, folders, files in os.walk(folder):
                if time.monotonic() > until:
                    return None
                used += sum(_taken(Path(parent, name)) for name in (*folders, *files))
        return part_of(used, self.size)


def _taken(path: Path) -> int:
    try:
        return path.lstat().st_blocks * _BLOCK
    except OSError:  # it has gone, or its name is too long for this side
        return 0
