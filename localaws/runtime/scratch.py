"""A container's own folders outside of ``/opt/ml``, and the removal of what a dead server left."""

from __future__ import annotations

import itertools
import os
import shutil
import tempfile
from pathlib import Path

_numbers = itertools.count(1)


def make_scratch(home: Path) -> Path:
    """A new empty folder; its name begins with this process's id."""
    parent = home / "containers"
    parent.mkdir(parents=True, exist_ok=True)
    return Path(tempfile.mkdtemp(dir=parent, prefix=f"{os.getpid()}-{next(_numbers)}-"))


def remove_left_over(home: Path) -> None:
    """Remove the folders of servers that are gone, which could not do it themselves."""
    for folder in (home / "containers").glob("*-*"):
        owner = folder.name.partition("-")[0]
        if owner.isdigit() and not is_alive(int(owner)):
            shutil.rmtree(folder, ignore_errors=True)


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
