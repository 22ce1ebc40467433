"""Keeps the messages that would have left, the last ones of them."""

from __future__ import annotations

import threading
from collections import deque
from typing import Any

from localaws.messages.message import Message, shown

_MOST = 1000  # messages
_MOST_BYTES = 64 * 1024 * 1024  # of their bodies: one message may have 256 KiB


class Outbox:
    """The messages of this server, in the order in which they would have been sent."""

    def __init__(self, most: int = _MOST, most_bytes: int = _MOST_BYTES) -> None:
        self._most = most
        self._most_bytes = most_bytes
        self._messages: deque[Message] = deque()
        self._bytes = 0
        self._dropped = 0
        self._lock = threading.Lock()

    def put(self, message: Message) -> None:
        """Keep a message; the oldest go where there are too many."""
        with self._lock:
            self._messages.append(message)
            self._bytes += _size(message)
            while len(self._messages) > 1 and self._is_full():
                self._bytes -= _size(self._messages.popleft())
                self._dropped += 1

    def messages(self) -> tuple[Message, ...]:
        """What is kept, the oldest first."""
        with self._lock:
            return tuple(self._messages)

    def shown(self) -> dict[str, Any]:
        """As JSON shows it. ``dropped`` says how many older messages are no longer kept."""
        with self._lock:
            return {
                "messages": [shown(message) for message in self._messages],
                "dropped": self._dropped,
            }

    def _is_full(self) -> bool:
        return len(self._messages) > self._most or self._bytes > self._most_bytes


def _size(message: Message) -> int:
    return sum(len(text.encode(errors="replace")) for text in (message.body, message.html or ""))
