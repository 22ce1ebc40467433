"""The wish that the server stop: made by a signal or by a client, waited for by the main thread."""

from __future__ import annotations

import queue

_LOOK = 0.5  # seconds


class StopRequest:
    """Made once or more, from any thread and within a signal handler.

    A ``threading.Event`` is not enough: a handler that runs while its own thread is about to wait
    sets it under the lock that this thread holds, for ever. ``SimpleQueue.put`` may be interrupted
    by itself.
    """

    def __init__(self) -> None:
        self._made: queue.SimpleQueue[None] = queue.SimpleQueue()
        self.is_made = False

    def make(self) -> None:
        self.is_made = True
        self._made.put(None)

    def wait(self) -> None:
        """Return once it is made; it is then used up for whoever else waits."""
        while True:
            try:
                # Any thread may take a signal that came while the process was suspended, and that
                # wakes no other: this one has to look.
                return self._made.get(timeout=_LOOK)
            except queue.Empty:
                continue
