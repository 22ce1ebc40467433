"""The server's clock: what time it is, and who is to be called when.

All time in localaws is this clock's, so that a test can move it: an hour passes at once for everybody
who waits for it. Durations of real work (a request, a job that runs) are no affair of it.
"""

from __future__ import annotations

import heapq
import itertools
import logging
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime

log = logging.getLogger(__name__)


class Timer:
    """One call to come. ``cancel`` keeps it from being made, if it has not been."""

    __slots__ = ("call", "moment")

    def __init__(self, moment: float, call: Callable[[], None]) -> None:
        self.moment = moment
        self.call: Callable[[], None] | None = call

    def cancel(self) -> None:
        self.call = None


class Clock:
    """Seconds since 1970, as they pass, and as they are moved."""

    def __init__(self) -> None:
        self._moved = 0.0
        self._due: list[tuple[float, int, Timer]] = []
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._closed = False

    def seconds(self) -> float:
        """The time, in seconds since 1970."""
        return time.time() + self._moved

    def now(self) -> datetime:
        """The time in UTC."""
        return datetime.fromtimestamp(self.seconds(), UTC)

    def at(self, moment: float, call: Callable[[], None]) -> Timer:
        """Have ``call`` called in the clock's thread at a moment (seconds since 1970).

        It has to be short: what takes time is handed on to whoever does it.
        """
        timer = Timer(moment, call)
        with self._changed:
            heapq.heappush(self._due, (moment, next(self._order), timer))
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
                self._thread.start()
            if self._due[0][2] is timer:
                self._changed.notify()
        return timer

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        """The same, so many seconds from now."""
        return self.at(self.seconds() + seconds, call)

    def move(self, seconds: float) -> None:
        """Let time pass at once.

        Raises:
            ValueError: it would run backwards.
        """
        if seconds < 0:
            raise ValueError(f"the clock can only be moved forwards, not by {seconds} seconds")
        with self._changed:
            self._moved += seconds
            self._changed.notify()

    def close(self) -> None:
        """Call nobody any more."""
        with self._changed:
            self._closed = True
            self._changed.notify()
        if self._thread is not None:
            self._thread.join()

    def _run(self) -> None:
        while (timer := self._next()) is not None:
            if (call := timer.call) is None:
                continue
            try:
                call()
            except Exception:
                log.exception("what was due at %s failed", timer.moment)

    def _next(self) -> Timer | None:
        """Wait for the next timer that is due; None once the clock is closed."""
        with self._changed:
            while not self._closed:
                if not self._due:
                    self._changed.wait()
                    continue
                left = self._due[0][0] - self.seconds()
                if left <= 0:
                    return heapq.heappop(self._due)[2]
                self._changed.wait(min(left, threading.TIMEOUT_MAX))
            return None
