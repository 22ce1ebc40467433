"""How much of the disk folders take: as ``du`` counts, a file with several names once."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Inode:
    """A file or folder, whatever its names are."""

    device: int
    number: int
    size: int  # bytes of the disk
    names: int | None  # that there are of it on the whole disk; None of a folder, which has one


def freed(paths: Iterable[Path]) -> int:
    """The bytes that removing all of them frees: a file with a name elsewhere stays."""
    seen: dict[Inode, int] = {}
    for path in paths:
        for inode in _inodes(path):
            seen[inode] = seen.get(inode, 0) + 1
    return sum(i.size for i, times in seen.items() if i.names is None or times >= i.names)


def taken(paths: Iterable[Path]) -> int:
    """The bytes that they take together."""
    return sum(inode.size for inode in {inode for path in paths for inode in _inodes(path)})


def readable(size: int) -> str:
    """Such as ``1.9 GB``, in powers of ten as disks are sold."""
    number = float(size)
    for unit in ("B", "kB", "MB"):
        if number < 1000:
            return f"{number:.0f} {unit}" if unit == "B" or number >= 10 else f"{number:.1f} {unit}"
        number /= 1000
    return f"{number:.1f} GB"


def _inodes(path: Path) -> Iterator[Inode]:
    try:
        found = path.lstat()
        folder = path.is_dir() and not path.is_symlink()
        names = None if folder else found.st_nlink
        yield Inode(found.st_dev, found.st_ino, found.st_blocks * 512, names)
        if folder:
            with os.scandir(path) as entries:
                below = [Path(entry.path) for entry in entries]
            for each in below:
                yield from _inodes(each)
    except (FileNotFoundError, PermissionError):
        return  # it has gone meanwhile, or nobody may look
