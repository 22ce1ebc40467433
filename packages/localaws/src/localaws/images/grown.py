"""An environment that begins as another one does, made from that one: as an engine begins with a cached layer.

The files are the other's by hard links, which cost neither time nor disk; pip and uv replace files and
never write into one. What names its own place, as programs in ``bin`` do, is written anew.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path


def grow(from_: Path, path: Path, left_out: str) -> None:
    """Make the environment ``path`` of what ``from_`` has, but for the file ``left_out`` at its top."""

    def ignored(folder: str, names: list[str]) -> list[str]:
        return [left_out] if Path(folder) == from_ else []

    shutil.copytree(from_, path, symlinks=True, ignore=ignored, copy_function=_link)
    for file in [path / "pyvenv.cfg", *(path / "bin").iterdir()]:
        if file.is_file() and not file.is_symlink():
            _rename_within(file, os.fsencode(from_), os.fsencode(path))


def _link(source: str, target: str) -> None:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:  # a file system without links, or with as many as it can have
        shutil.copy2(source, target, follow_symlinks=False)


def _rename_within(file: Path, old: bytes, new: bytes) -> None:
    """A copy with the new place in it; the other environment keeps the old file."""
    content = file.read_bytes()
    if old not in content:
        return
    mode = file.stat().st_mode
    file.unlink()
    file.write_bytes(content.replace(old, new))
    file.chmod(mode)
