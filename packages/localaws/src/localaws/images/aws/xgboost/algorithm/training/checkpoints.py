"""Models on the way, so that a job which was interrupted goes on where it was.

A checkpoint is the model after a round: ``xgboost-checkpoint.N`` of round N, from 0. The folder is
copied to S3 while the job runs, so a file appears there whole or not at all.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

NAME = "xgboost-checkpoint"
MOST = 5  # the latest ones; all others are removed
_FILE = re.compile(rf"{NAME}\.([0-9]+)")


@dataclass(frozen=True)
class Checkpoints:
    """The checkpoints of one model."""

    folder: Path

    def rounds(self) -> list[int]:
        """The rounds that have a checkpoint, the latest last."""
        if not self.folder.is_dir():
            return []
        found = (_FILE.fullmatch(file.name) for file in self.folder.iterdir())
        return sorted(int(match[1]) for match in found if match)

    def path(self, number: int) -> Path:
        return self.folder / f"{NAME}.{number}"

    def save(self, model: Any, number: int) -> None:
        """Save the model after round ``number``, and remove all but the latest."""
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self.path(number), bytes(model.save_raw("ubj")))
        for old in self.rounds()[:-MOST]:
            self.path(old).unlink(missing_ok=True)


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that nobody ever sees half of it."""
    unfinished = path.with_name(f".{path.name}.sagemaker-ignore")
    unfinished.write_bytes(content)
    unfinished.replace(path)
