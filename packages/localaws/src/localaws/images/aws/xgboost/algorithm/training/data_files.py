"""The files of a channel: which of them are data, and what is in them."""

from __future__ import annotations

import mmap
import os
from pathlib import Path


def data_files(channel: Path) -> list[Path]:
    """Every file at any depth in order of its path, without empty ones and those whose name, or
    whose folder's name, begins with ``.`` or ``_``."""
    found = []
    for folder, folders, names in os.walk(channel, followlinks=True):
        folders[:] = [name for name in folders if _is_data(name)]
        found += [Path(folder, name) for name in names if _is_data(name)]
    return sorted(file for file in found if file.stat().st_size > 0)


def contents(file: Path) -> mmap.mmap:
    """The bytes of a file that is not empty, read when they are needed."""
    with file.open("rb") as opened:
        return mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


def _is_data(name: str) -> bool:
    return not name.startswith((".", "_"))
