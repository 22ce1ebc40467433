"""Work that has to wait now and then does so on the clock: while it waits, it holds no thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

from localaws.clock import Clock, Timer


class Progress:
    """Work that yields the seconds for which it has nothing to do, each piece in a thread of its own.

    Args:
        work: what to do; it may also do it all in its call, and return None.
    """

    def __init__(self, name: str, work: Callable[[], Iterator[float] | None], clock: Clock) -> None:
        self._name = name
        self._work = work
        self._clock = clock
        self._pieces: Iterator[float] | None = None
        self._timer: Timer | None = None
        self._is_hurried = False
        self._lock = threading.Lock()
        self._ended = threading.Event()

    def start(self) -> None:
        threading.Thread(target=self._run, name=self._name, daemon=True).start()

    def hurry(self) -> None:
        """Let it wait for nothing any more."""
        with self._lock:
            self._is_hurried = True
        self._resume()

    def join(self) -> None:
        """Wait until it has ended."""
        self._ended.wait()

    def _run(self) -> None:
        try:
            while (seconds := self._piece()) is not None:
                with self._lock:
                    if not self._is_hurried:
                        self._timer = self._clock.after(seconds, self._resume)
                        return
        except BaseException:
            self._ended.set()
            raise
        self._ended.set()

    def _piece(self) -> float | None:
        """Do the next piece; the seconds to wait after it, None when that was the last."""
        if self._pieces is None:
            self._pieces = self._work() or iter(())
        return next(self._pieces, None)

    def _resume(self) -> None:
        with self._lock:
            timer, self._timer = self._timer, None
        if timer is not None:  # else it is under way, or somebody else had it go on
            timer.cancel()
            self.start()
