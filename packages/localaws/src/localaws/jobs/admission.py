"""Lets jobs begin when there is a slot for them: one line for the whole machine, all regions.

``queue`` decides; this acts, from whichever thread a job came or ended in. What waits is an entry in
a list and holds no thread.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Hashable

from localaws.jobs.queue import Queue, Standing

Begin = Callable[[], None]


class Admission:
    """The jobs that run and wait on this machine. Every method may come from any thread."""

    def __init__(self, slots: int) -> None:
        self._queue = Queue(slots)
        self._begin: dict[Hashable, Begin] = {}
        self._admitted: deque[Begin] = deque()
        self._beginning = False
        self._lock = threading.Lock()

    def ask(
        self, job: Hashable, hosts: int, begin: Begin, wait: Callable[[Standing], None]
    ) -> None:
        """Call ``begin()`` once there is a slot for each host, maybe now, from any thread.

        Args:
            begin: starts the job and returns; it raises nothing.
            wait: called first, and here, where the job has to wait; it must not come back here.
        """
        with self._lock:
            self._begin[job] = begin
            if self._queue.ask(job, hosts):
                self._admit([job])
            else:
                wait(self._queue.standing())
        self._begin_admitted()

    def leave(self, job: Hashable) -> None:
        """Give back the slots of a job that has ended."""
        with self._lock:
            self._admit(self._queue.leave(job))
        self._begin_admitted()

    def withdraw(self, job: Hashable) -> bool:
        """Take a job out of the line; False where it does not wait (any more)."""
        with self._lock:
            waited, admitted = self._queue.withdraw(job)
            if waited:
                del self._begin[job]
            self._admit(admitted)
        self._begin_admitted()
        return waited

    def _admit(self, jobs: list[Hashable]) -> None:
        self._admitted += [self._begin.pop(job) for job in jobs]

    def _begin_admitted(self) -> None:
        """Begin what was admitted, in that order: one thread at a time does it for all others."""
        while True:
            with self._lock:
                if self._beginning or not self._admitted:
                    return
                self._beginning = True
                begin = self._admitted.popleft()
            try:
                begin()
            finally:
                with self._lock:
                    self._beginning = False
