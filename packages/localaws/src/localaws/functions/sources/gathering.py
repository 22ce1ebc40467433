"""The messages that wait for their batch to be whole, or for the batching window to close. Pure.

Lambda's developer guide: a batch goes when it has as many messages as it may, when the window is over,
or when its payload has reached 6 MB.
"""

from __future__ import annotations

from collections import deque

from localaws.functions.execution.failures import LARGEST_REQUEST
from localaws.functions.sources.records import Message

_AROUND = 100  # bytes around the records of an event


class Gathered:
    """What has been received and is not yet sent."""

    def __init__(self, most: int, window: float) -> None:
        self._most = most
        self._window = window
        self._messages: deque[tuple[Message, int]] = deque()
        self._bytes = _AROUND
        self.since: float | None = None  # when the first of them came

    @property
    def room(self) -> int:
        """How many more it takes."""
        return 0 if self._is_full() else self._most - len(self._messages)

    @property
    def until(self) -> float | None:
        """When the window closes; None while nothing waits."""
        return None if self.since is None else self.since + self._window

    def add(self, message: Message, size: int, now: float) -> None:
        """One more, whose record has so many bytes."""
        if self.since is None:
            self.since = now
        self._messages.append((message, size))
        self._bytes += size

    def is_ready(self, now: float, is_last: bool) -> bool:
        """Whether the function is to be invoked; ``is_last``: the queue has nothing more just now."""
        if self.until is None:
            return False
        return self._is_full() or (now >= self.until and (is_last or self._window > 0))

    def take(self) -> list[Message]:
        """As many of them as one event has room for, and at least one."""
        taken: list[Message] = []
        size = _AROUND
        while self._messages and len(taken) < self._most:
            message, own = self._messages[0]
            if taken and size + own > LARGEST_REQUEST:
                break
            self._messages.popleft()
            taken.append(message)
            size += own
        self._bytes -= size - _AROUND
        if not self._messages:
            self.since = None
        return taken

    def _is_full(self) -> bool:
        return len(self._messages) >= self._most or self._bytes >= LARGEST_REQUEST
