"""Sends copies of requests to shadow variants, and drops what they respond.

A variant that is slow delays nobody: copies are sent by threads of their own, and where too many wait, a
copy is left out. What they respond is counted by their own variant, and captured where capture is on.
"""

from __future__ import annotations

import logging
import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from localaws.hosting.router import NoneReady, TrafficRouter

_AT_ONCE = 8
_MOST_WAITING = 100  # copies

log = logging.getLogger(__name__)

Copy = Callable[[str], object]  # sends a copy to the variant of that name


class Shadows:
    """Copies of requests, of all endpoints of a region."""

    def __init__(self, draw: Callable[[], float] = random.random) -> None:
        self._draw = draw
        self._pool: ThreadPoolExecutor | None = None
        self._free = threading.Semaphore(_MOST_WAITING)
        self._lock = threading.Lock()
        self._closed = False

    def copy(self, router: TrafficRouter, copy: Copy) -> None:
        """Have a copy made for each shadow variant that gets this request.

        It gets as large a part of the requests as its weight is of the production variants' together.
        """
        for name, share in router.shadows():
            if self._draw() < share and self._free.acquire(blocking=False):
                with self._lock:
                    if self._closed:
                        return
                    if self._pool is None:
                        self._pool = ThreadPoolExecutor(_AT_ONCE, "shadow")
                    self._pool.submit(self._send, copy, name)

    def close(self) -> None:
        """Make no more copies; those that wait are left out."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def _send(self, copy: Copy, name: str) -> None:
        try:
            copy(name)
        except NoneReady:
            pass
        except Exception as error:  # noqa: BLE001 - what a shadow does wrong disturbs nobody
            log.debug("a copy for the shadow variant %s failed: %s", name, error)
        finally:
            self._free.release()
