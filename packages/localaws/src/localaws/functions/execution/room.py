"""How many sandboxes this machine bears at once: each is a process with memory of its own.

AWS lets a thousand run in an account; a function that calls itself for ever would bring a machine
down long before. What a function may use (``MemorySize``) is not what is reckoned here, as most use
little of it: each counts with a share, and none begins where the machine has next to nothing left.
"""

from __future__ import annotations

import time
from collections.abc import Callable

from localaws.functions.execution.concurrency import ACCOUNT_LIMIT
from localaws.runtime.machine import available_memory, total_memory

EACH = 128 << 20  # bytes that a sandbox is reckoned with
LEFT = 2 * EACH  # that the machine must have
LEAST = 20  # sandboxes, however small the machine
_ASKED_AGAIN = 0.1  # seconds for which the kernel's figure is good


def most_sandboxes(memory: int) -> int:
    """How many a machine with so many bytes bears."""
    return max(LEAST, min(ACCOUNT_LIMIT, memory // EACH))


class Room:
    """Whether one more may begin. Called from many threads."""

    def __init__(
        self,
        total: Callable[[], int] = total_memory,
        available: Callable[[], int] = available_memory,
    ) -> None:
        self.most = most_sandboxes(total())
        self._available = available
        self._left = available()
        self._asked = time.monotonic()

    def for_one_more(self, running: int) -> bool:
        """Whether there is room beside so many that run."""
        if running >= self.most:
            return False
        if running < LEAST:
            return True  # few are always let in: the kernel's figure is no promise
        now = time.monotonic()
        if now - self._asked > _ASKED_AGAIN:
            self._left, self._asked = self._available(), now
        return self._left >= LEFT
