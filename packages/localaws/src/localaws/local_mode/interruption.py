"""Ctrl-C and SIGTERM while a container runs: they end it, gently first, at once the second time."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

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

    def on_signal(number: int, frame: FrameType | None) -> None:
        if interrupted.is_set():
            handle.signal(signal.SIGKILL)
            return
        interrupted.set()
        os.write(2, _FIRST)  # print may be what was interrupted
        handle.signal(signal.SIGTERM)
        timer.start()

    before = {number: signal.signal(number, on_signal) for number in _SIGNALS}
    try:
        yield interrupted
    finally:
        if handle.wait(0) is None:
            handle.signal(signal.SIGTERM)
            if handle.wait(grace) is None:
                handle.signal(signal.SIGKILL)
                handle.wait()
        timer.cancel()
        for number, handler in before.items():
            signal.signal(number, handler)
