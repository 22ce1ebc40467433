"""Locks between programs of one home folder: files that the system unlocks when their holder ends."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class Held(Exception):
    """Another process holds the lock; ``holder`` is its number."""

    def __init__(self, holder: str) -> None:
        super().__init__(f"held by process {holder}")
        self.holder = holder


@contextmanager
def held(file: Path, wait: bool = False) -> Iterator[None]:
    """Hold the lock of that file.

    Raises:
        Held: another holds it, and ``wait`` is False.
        OSError: the folder cannot be written to.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a+", errors="replace") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError as error:
            raise Held(holder(file) or "unknown") from error
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield


def holder(file: Path) -> str | None:
    """The number that the last holder wrote into the file: for people to look at, proof of nothing."""
    try:
        with file.open("rb") as lock:
            written = lock.read(32).strip()
    except OSError:
        return None
    return written.decode() if written.isdigit() else None
