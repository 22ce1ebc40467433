"""Keeps builds and ``prune`` apart: between making an environment and naming the image that needs it,
nothing says yet that it is in use.

Any number of builds hold the lock together; who frees space holds it alone.
"""

from __future__ import annotations

import fcntl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def building(home: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """While images are built, tagged or pushed.

    Raises:
        OSError: the home folder cannot be written to.
    """
    with _held(home, fcntl.LOCK_SH, on_wait):
        yield


@contextmanager
def freeing(home: Path, on_wait: Callable[[], None] = lambda: None) -> Iterator[None]:
    """While images and environments are taken away: nobody builds meanwhile.

    Raises:
        OSError: the home folder cannot be written to.
    """
    with _held(home, fcntl.LOCK_EX, on_wait):
        yield


@contextmanager
def _held(home: Path, how: int, on_wait: Callable[[], None]) -> Iterator[None]:
    folder = home / "images"
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "build.lock").open("a") as lock:
        try:
            fcntl.flock(lock, how | fcntl.LOCK_NB)
        except BlockingIOError:
            on_wait()
            fcntl.flock(lock, how)
        yield
