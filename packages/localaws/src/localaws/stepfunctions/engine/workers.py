"""Threads that do what they are handed, in order of arrival: turns of executions, requests of tasks."""

from __future__ import annotations

import logging
import threading
from collections import deque
from collections.abc import Callable

log = logging.getLogger(__name__)


class Workers:
    """At most ``count`` threads, started when they are needed. None of them keeps the process alive."""

    def __init__(self, count: int, name: str) -> None:
        self._count = count
        self._name = name
        self._waiting: deque[Callable[[], None]] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._idle = 0
        self._threads: list[threading.Thread] = []

    def do(self, call: Callable[[], None]) -> None:
        """Call it as soon as a thread is free; after ``close``, never."""
        with self._changed:
            if self._closed:
                return
            self._waiting.append(call)
            if len(self._waiting) > self._idle and len(self._threads) < self._count:
                self._start_thread()
            self._changed.notify()

    def close(self, wait: bool = True) -> None:
        """Begin nothing more; with ``wait``, return when what has begun is done."""
        with self._changed:
            self._closed = True
            self._waiting.clear()
            self._changed.notify_all()
        for thread in self._threads if wait else ():
            if thread is not threading.current_thread():
                thread.join()

    def _start_thread(self) -> None:
        name = f"{self._name} {len(self._threads)}"
        thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _run(self) -> None:
        while (call := self._next()) is not None:
            try:
                call()
            except Exception:
                log.exception("a call within the service failed")

    def _next(self) -> Callable[[], None] | None:
        with self._changed:
            self._idle += 1
            while not self._waiting and not self._closed:
                self._changed.wait()
            self._idle -= 1
            return self._waiting.popleft() if self._waiting else None
