"""Waiting for what another thread, or another program, brings about."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

F_ = TypeVar("F_")


def until(look: Callable[[], F_], seconds: float = 60) -> F_:
    """What is found, as soon as something is; a busy machine may take so many seconds."""
    deadline = time.monotonic() + seconds
    while not (found := look()):
        assert time.monotonic() < deadline, "it never came to hold"
        time.sleep(0.005)
    return found
