"""Waits for what happens in its own time: looks again and again, and gives up with what was seen last."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")
_PAUSE_SECONDS = 0.05


def until(look: Callable[[], T], is_so: Callable[[T], object] = bool, seconds: float = 60) -> T:
    """What `look` yields, once it is so: something, unless `is_so` says otherwise."""
    deadline = time.monotonic() + seconds
    while not is_so(found := look()):
        assert time.monotonic() < deadline, f"after {seconds} seconds: {found!r}"
        time.sleep(_PAUSE_SECONDS)
    return found
