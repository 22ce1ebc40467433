"""A line of things to do, done in turns, one turn at a time, in threads that somebody else has."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Sequence

_HEARD_AT_ONCE = 1000
Heard = Callable[[], None]


class Line:
    """``turn`` is given what is next in the line; where it says that there is more to do, it has another."""

    def __init__(
        self, do: Callable[[Callable[[], None]], None], turn: Callable[[Sequence[Heard]], bool]
    ) -> None:
        self._do, self._turn = do, turn
        self._lock = threading.Lock()
        self._heard: deque[Heard] = deque()
        self._busy = False

    @property
    def is_empty(self) -> bool:
        return not self._heard

    def add(self, heard: Heard) -> None:
        """Have something done in a turn to come."""
        with self._lock:
            self._heard.append(heard)
            if self._busy:
                return
            self._busy = True
        self._do(self._take)

    def _take(self) -> None:
        with self._lock:
            many = min(len(self._heard), _HEARD_AT_ONCE)
            heard = [self._heard.popleft() for _ in range(many)]
        more = self._turn(heard)
        with self._lock:
            self._busy = more or bool(self._heard)
            if not self._busy:
                return
        self._do(self._take)
