"""Runs what changes a stack in a thread of its own, so that who asked need not wait for an hour.

On AWS every request that changes a stack returns at once. Here it returns when the stack has come to its
end, so that a script finds what it has made, unless somebody is waited for meanwhile: a custom
resource's function, an endpoint. Then it returns at that moment, with the stack IN_PROGRESS.

One thread for each stack that is being changed; what it waits for is the clock's.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

log = logging.getLogger(__name__)

T = TypeVar("T")
_HERE = threading.local()


def let_go() -> None:
    """Called by what makes a resource before it waits: whoever asked for the change goes on."""
    work = getattr(_HERE, "work", None)
    if work is not None:
        work.let_go()


def run(work: Callable[[], T], meanwhile: Callable[[], T]) -> T:
    """What ``work`` returns or raises; where it lets go before its end, what ``meanwhile`` returns."""
    return _Work(work).result(meanwhile)


class _Work(Generic[T]):
    def __init__(self, work: Callable[[], T]) -> None:
        self._work = work
        self._enough = threading.Event()  # it has ended, or let go
        self._ended = False
        self._results: list[T] = []
        self._error: BaseException | None = None
        threading.Thread(target=self._run, name="stack", daemon=True).start()

    def let_go(self) -> None:
        self._enough.set()

    def result(self, meanwhile: Callable[[], T]) -> T:
        self._enough.wait()
        if not self._ended:
            return meanwhile()
        if self._error is not None:
            raise self._error
        return self._results[0]

    def _run(self) -> None:
        _HERE.work = self
        try:
            self._results.append(self._work())
        except BaseException as error:
            self._error = error
            if self._enough.is_set():
                log.exception("a stack was left as it is")
        finally:
            self._ended = True
            self._enough.set()
