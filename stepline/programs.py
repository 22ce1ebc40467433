"""Where programs are found: this environment's (python, pip, aws) and the pinned CDK CLI."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from pathlib import Path


def folders() -> list[str]:
    """Ours: of the environment that this is installed in, and of the project in this folder."""
    return [str(Path(sys.executable).parent), str(Path("node_modules/.bin").absolute())]


def path(present: Mapping[str, str]) -> str:
    """``PATH`` with ours first, however little is activated.

    Whoever has activated another environment means its Python: ours come last then.
    """
    ours = folders()
    others = [
        folder for folder in present.get("PATH", os.defpath).split(os.pathsep) if folder not in ours
    ]
    parts = [*others, *ours] if _another_is_active(present) else [*ours, *others]
    return os.pathsep.join(parts)


def _another_is_active(present: Mapping[str, str]) -> bool:
    """Of ``venv`` or of conda, whose ``base`` is active in every shell of its users."""
    active = present.get("VIRTUAL_ENV")
    if not active and present.get("CONDA_DEFAULT_ENV", "base") != "base":
        active = present.get("CONDA_PREFIX")
    return bool(active) and Path(str(active)).resolve() != Path(sys.prefix).resolve()
