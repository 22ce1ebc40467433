"""A container's own folders outside of ``/opt/ml``, and the removal of what a dead server left."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

_FOLDERS = ("containers", "bare")
_numbers = itertools.count(1)


def make_scratch(home: Path) -> Path:
    """A new empty folder; its name begins with this process's id."""
    return make_owned(home / "containers")


def make_owned(parent: Path) -> Path:
    """A new empty folder in another, which ``remove_left_over`` removes when this process is gone."""
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent, prefix=f"{os.getpid()}-{next(_numbers)}-"))


def remove_left_over(home: Path) -> None:
    """Remove the folders of servers that are gone, which could not do it themselves."""
    for kind in _FOLDERS:
        for folder in (home / kind).glob("*-*"):
            owner = folder.name.partition("-")[0]
            if owner.isdigit() and not is_alive(int(owner)):
                remove(folder)


def remove(folder: Path) -> None:
    """Remove a folder, whatever rights a program left its parts with; what stays is let be.

    An overlay's own folder for work has none, which an ordinary user has to give first.
    """
    shutil.rmtree(folder, onerror=_insist)


def _insist(function: Callable[..., object], path: str, _error: object) -> None:
    """What ``rmtree`` could not do, once more with the rights for it."""
    entry = Path(path)
    try:
        entry.parent.chmod(0o700)
        if function is os.rmdir:
            entry.rmdir()
        elif entry.is_dir() and not entry.is_symlink():
            entry.chmod(0o700)  # it could not be opened
            shutil.rmtree(entry, onerror=_insist)
        else:
            entry.unlink()
    except OSError:
        return  # another server's clearing up, or another user's file


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
