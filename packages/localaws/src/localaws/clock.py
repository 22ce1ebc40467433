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

# The machine's own clock may be set, or its lid closed: nobody sleeps past that for longer.
_LONGEST_SLEEP = 60.0
_END = datetime.max.replace(tzinfo=UTC).timestamp()


class Timer:
    """One call to come. ``cancel`` keeps it from being made, if it has not been."""

    __slots__ = ("_cancelled", "call", "moment")

    def __init__(
        self, moment: float, call: Callable[[], None], cancelled: Callable[[], None]
    ) -> None:
        self.moment = moment
        self.call: Callable[[], None] | None = call
        self._cancelled = cancelled

    def cancel(self) -> None:
        if self.call is not None:
            self.call = None
            self._cancelled()


class Clock:
    """Seconds since 1970, as they pass, and as they are moved. One thread, while anybody waits."""

    def __init__(self) -> None:
        self._moved = 0.0
        self._due: list[tuple[float, int, Timer]] = []
        self._cancelled = 0  # how many of them, about
        self._order = itertools.count()
        self._changed = threading.Condition()
        self._thread: threading.Thread | None = None
        self._calling: float | None = None  # the moment for which somebody is being called
        self._closed = False
        self._before: list[Callable[[], None]] = []

    @property
    def moved(self) -> float:
        """By how many seconds it is ahead of the machine's."""
        return self._moved

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
        timer = Timer(moment, call, self._forget)
        with self._changed:
            heapq.heappush(self._due, (moment, next(self._order), timer))
            if self._thread is None and not self._closed:
                self._thread = threading.Thread(target=self._run, name="clock", daemon=True)
                self._thread.start()
            if self._due[0][2] is timer:
                self._changed.notify_all()
        return timer

    def after(self, seconds: float, call: Callable[[], None]) -> Timer:
        """The same, so many seconds from now."""
        return self.at(self.seconds() + seconds, call)

    def before_moving(self, call: Callable[[], None]) -> None:
        """Have ``call`` called before each move: for what takes real time, and is past by then."""
        self._before.append(call)

    def move(self, seconds: float) -> None:
        """Let time pass at once; returns when everybody whose moment has come by then was called.

        Whoever has himself called anew from there counts from the new time.

        Raises:
            ValueError: it would run backwards, or beyond the year 9999.
        """
        if not 0 <= seconds <= _END - self.seconds():
            raise ValueError(
                f"the clock moves forwards, within the year 9999 at most, not by {seconds} seconds"
            )
        for call in self._before:
            call()
        with self._changed:
            self._moved += seconds
            self._changed.notify_all()
            if self._thread in (None, threading.current_thread()):
                return
            now = self.seconds()
            self._changed.wait_for(lambda: self._closed or not self._is_behind(now))

    def close(self) -> None:
        """Call nobody any more; returns when nobody is being called."""
        with self._changed:
            self._closed = True
            self._changed.notify_all()
        if self._thread not in (None, threading.current_thread()):
            self._thread.join()

    def _is_behind(self, moment: float) -> bool:
        """Whether somebody still has to be called for a moment up to this one."""
        if self._calling is not None and self._calling <= moment:
            return True
        return bool(self._due) and self._due[0][0] <= moment

    def _run(self) -> None:
        while (timer := self._next()) is not None:
            call, timer.call = timer.call, None
            try:
                if call is not None:
                    call()
            except Exception:
                log.exception("what was due at %s failed", timer.moment)

    def _next(self) -> Timer | None:
        """Wait for the next timer that is due; None once the clock is closed."""
        with self._changed:
            self._calling = None
            self._changed.notify_all()
            while not self._closed:
                left = self._due[0][0] - self.seconds() if self._due else _LONGEST_SLEEP
                if left <= 0:
                    self._calling, _, timer = heapq.heappop(self._due)
                    return timer
                self._changed.wait(min(left, _LONGEST_SLEEP) if self._due else None)
            return None

    def _forget(self) -> None:
        """Drop the cancelled, once they are most of those that wait."""
        with self._changed:
            self._cancelled += 1
            if self._cancelled > 1000 and 2 * self._cancelled > len(self._due):
                self._due = [each for each in self._due if each[2].call is not None]
                heapq.heapify(self._due)
                self._cancelled = 0
