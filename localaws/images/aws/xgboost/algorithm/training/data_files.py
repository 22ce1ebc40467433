"""The files of a channel: which of them are data, and what is in them."""

from __future__ import annotations

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


def data_files(channel: Path) -> list[Path]:
    """Every file at any depth in order of its path, without empty ones and those whose name, or
    whose folder's name, begins with ``.`` or ``_``."""
    found = []
    for folder, folders, names in os.walk(channel, followlinks=True):
        folders[:] = [name for name in folders if _is_data(name)]
        found += [Path(folder, name) for name in names if _is_data(name)]
    return sorted(file for file in found if file.stat().st_size > 0)


@contextmanager
def contents(file: Path) -> Iterator[mmap.mmap]:
    """The bytes of a file that is not empty, without reading them before they are needed."""
    with file.open("rb") as opened:
        # Not closed here: arrays may still look into it, and it ends with the last of them.
        yield mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)


def _is_data(name: str) -> bool:
    return not name.startswith((".", "_"))
