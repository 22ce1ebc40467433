"""Does one thing after the other, whichever threads they come from, and holds no thread to wait for the next."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable

Step = Callable[[], None]


class Turns:
    """What is asked for while a step is being taken comes after it, and is taken by the same thread.

    So a step may bring about further ones, and never waits for another thread's.
    """

    def __init__(self, failed: Callable[[Exception], None]) -> None:
        """``failed`` is called with what a step raises; the next ones are taken all the same."""
        self._failed = failed
        self._steps: deque[Step] = deque()
        self._taking = False
        self._lock = threading.Lock()

    def take(self, step: Step) -> None:
        with self._lock:
            self._steps.append(step)
            if self._taking:
                return
            self._taking = True
        while (following := self._next()) is not None:
            try:
                following()
            except Exception as error:  # noqa: BLE001 - whoever made the turns knows what it means
                self._failed(error)

    def _next(self) -> Step | None:
        with self._lock:
            if not self._steps:
                self._taking = False
                return None
            return self._steps.popleft()
