"""Makes what functions need before anybody invokes them: one after the other, in a thread of its own."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

log = logging.getLogger(__name__)


class Preparing:
    """Work that is done soon. What fails here is said where the function is invoked."""

    def __init__(self) -> None:
        self._waiting: SimpleQueue[Callable[[], object]] = SimpleQueue()
        self._started = threading.Lock()
        self._running = False

    def soon(self, work: Callable[[], object]) -> None:
        """Have it done; returns at once."""
        self._waiting.put(work)
        with self._started:
            if not self._running:
                self._running = True
                threading.Thread(target=self._run, name="preparing", daemon=True).start()

    def _run(self) -> None:
        while True:
            work = self._waiting.get()
            try:
                work()
            except Exception as error:  # noqa: BLE001 - the invocation meets it again, and says it
                log.info("a function is not prepared: %s", error)
