"""Starts what takes a while side by side, all or none, and ends it so too."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from typing import Protocol


class Startable(Protocol):
    """Something that starts, unless that is given up, and that can be stopped whatever it does."""

    def start(self, cancelled: threading.Event) -> None: ...

    def stop(self, grace: float) -> None: ...


def start_all(things: Sequence[Startable], cancelled: threading.Event, grace: float) -> None:
    """Start all of them.

    Raises:
        Exception: whatever the first one to fail raised; none of them runs then.
    """
    if not things:
        return
    given_up = _Either(cancelled)
    with ThreadPoolExecutor(len(things), "start") as pool:
        starts: list[Future[None]] = [pool.submit(each.start, given_up) for each in things]
        done, _ = wait(starts, return_when=FIRST_EXCEPTION)
        first = next((error for s in done if (error := s.exception()) is not None), None)
        if first is not None:
            given_up.set()
    if first is not None:
        stop_all(things, grace)
        raise first


def stop_all(things: Iterable[Startable], grace: float) -> None:
    """Stop them; each may take its time, up to ``grace`` seconds, to end."""
    threads = [threading.Thread(target=each.stop, args=(grace,), name="stop") for each in things]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


class _Either(threading.Event):
    """An event that also counts as set once another one is."""

    def __init__(self, other: threading.Event) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        return super().is_set() or self._other.is_set()
