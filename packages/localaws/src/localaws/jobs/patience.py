"""How long a job on spot instances may take in all, waiting and running (MaxWaitTimeInSeconds), by the server's clock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from localaws.clock import Clock, Timer


class Patience:
    """Calls ``over`` when the time is up; ``ended`` keeps it from that. Without ``seconds`` it never is.

    ``over`` comes in the clock's thread.
    """

    def __init__(self, clock: Clock, seconds: float | None, over: Callable[[], None]) -> None:
        self._clock = clock
        self._left = seconds
        self._over = over
        self._timer: Timer | None = None
        self._since = 0.0
        self.begin()

    def begin(self) -> None:
        """Let the time that is left run."""
        if self._left is not None:
            self._since = self._clock.seconds()
            self._timer = self._clock.after(self._left, self._over)

    def ended(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    @contextmanager
    def held(self) -> Iterator[None]:
        """What takes time in here does not count: it is no time of the job's."""
        self.ended()
        if self._left is not None:
            self._left -= self._clock.seconds() - self._since
        try:
            yield
        finally:
            self.begin()
