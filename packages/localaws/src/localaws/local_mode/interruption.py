"""Ctrl-C and SIGTERM while a container runs: they end it, gently first, at once the second time."""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from localaws.runtime.protocol import Handle

_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_FIRST = b"local mode: ending the container; Ctrl-C once more ends it at once\n"


@contextmanager
def ending(handle: Handle, grace: float) -> Iterator[threading.Event]:
    """Give the event that says whether there was a signal; afterwards the container has ended.

    Args:
        handle: the container.
        grace: seconds from SIGTERM to SIGKILL.
    """
    interrupted = threading.Event()
    timer = threading.Timer(grace, handle.signal, (signal.SIGKILL,))
    timer.daemon = True
    # A handler only puts: what it interrupts may hold the event's own lock.
    came: queue.SimpleQueue[int | None] = queue.SimpleQueue()

    def end() -> None:
        while came.get() is not None:
            if interrupted.is_set():
                handle.signal(signal.SIGKILL)
                continue
            interrupted.set()
            os.write(2, _FIRST)
            handle.signal(signal.SIGTERM)
            timer.start()

    ender = threading.Thread(target=end, name="interruption", daemon=True)
    ender.start()
    before = {n: signal.signal(n, lambda number, _: came.put(number)) for n in _SIGNALS}
    try:
        yield interrupted
    finally:
        if handle.wait(0) is None:
            handle.signal(signal.SIGTERM)
            if handle.wait(grace) is None:
                handle.signal(signal.SIGKILL)
                handle.wait()
        for number, handler in before.items():
            signal.signal(number, handler)
        came.put(None)
        ender.join()
        timer.cancel()
