"""The queue of one endpoint: requests wait without a thread, until there is room for them or their time is over."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Protocol

from localaws.clock import Clock, Timer

_LOOK = 1.0  # seconds between looks for an instance, while none is ready

log = logging.getLogger(__name__)


class Task(Protocol):
    """A request in the queue. Exactly one of ``run``, ``expire`` and ``drop`` is called, in a thread of its own."""

    ttl: float  # the seconds that it may wait

    def run(self) -> None: ...

    def expire(self) -> None:
        """It has waited too long."""

    def drop(self) -> None:
        """The endpoint is gone."""


class Backlog:
    """What waits for an endpoint, in the order in which it came.

    ``room`` says how many tasks may run at once.
    """

    def __init__(self, clock: Clock, room: Callable[[], int]) -> None:
        self._clock = clock
        self._room = room
        self._waiting: dict[Task, Timer] = {}
        self._running = 0
        self._look: Timer | None = None
        self._closed = False
        self._lock = threading.Lock()

    @property
    def size(self) -> int:
        """How many wait or run."""
        with self._lock:
            return len(self._waiting) + self._running

    def put(self, task: Task) -> None:
        """Queue a task; drop it where the queue was closed meanwhile."""
        with self._lock:
            closed = self._closed
            if not closed:
                self._waiting[task] = self._clock.after(task.ttl, lambda: self._expire(task))
        if closed:
            _do(task.drop)
        else:
            self.go_on()

    def go_on(self) -> None:
        """Run as many as there is room for; called whenever there may be more of it."""
        room = self._room()
        with self._lock:
            if self._look is not None:
                self._look.cancel()
                self._look = None
            starting = max(0, min(room - self._running, len(self._waiting)))
            self._running += starting
            if room == 0 and self._waiting and not self._closed:
                self._look = self._clock.after(_LOOK, self.go_on)
        for _ in range(starting):
            threading.Thread(target=self._work, name="asynchronous", daemon=True).start()

    def close(self) -> None:
        """Drop what waits; what runs goes on to its end."""
        with self._lock:
            self._closed = True
            waiting, self._waiting = self._waiting, {}
            if self._look is not None:
                self._look.cancel()
        for task, timer in waiting.items():
            timer.cancel()
            _do(task.drop)

    def _work(self) -> None:
        """One task after the other, until none waits or there is no room any more."""
        while True:
            room = self._room()
            with self._lock:
                if not self._waiting or self._running > max(room, 0):
                    self._running -= 1
                    return
                task = next(iter(self._waiting))
                self._waiting.pop(task).cancel()
            _do(task.run)

    def _expire(self, task: Task) -> None:
        with self._lock:
            if self._waiting.pop(task, None) is None:
                return
        threading.Thread(target=_do, args=(task.expire,), name="expired", daemon=True).start()


def _do(what: Callable[[], None]) -> None:
    try:
        what()
    except Exception:
        log.exception("an asynchronous invocation failed")
