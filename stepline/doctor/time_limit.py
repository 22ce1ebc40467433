"""An end for what would otherwise be waited for: a credential helper, a name server, a program."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


class TookTooLong(BaseException):
    """Not an ``Exception``: libraries that go on after any of those would go on after this."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """The block ends after so many seconds. Only the main thread can be held to it.

    Raises:
        TookTooLong: it would have taken longer.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(_number: int, _frame: FrameType | None) -> None:
        raise TookTooLong(f"it took longer than {seconds:.0f} s")

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
