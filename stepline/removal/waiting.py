"""Waits for what AWS takes its time for: often at first, then less and less."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TypeVar

from stepline.errors import UserError

T = TypeVar("T")

MINUTES = 30  # a stack or an endpoint takes some; nothing takes longer


def until(check: Callable[[], T], what: str) -> T:
    """What ``check`` gives once it gives something.

    Raises:
        UserError: it gives nothing in time.
    """
    end = time.monotonic() + 60 * MINUTES
    pause = 0.2
    while not (result := check()):
        if time.monotonic() > end:
            raise UserError(f"{what} has not ended within {MINUTES} minutes")
        time.sleep(pause)
        pause = min(5.0, pause * 1.5)
    return result
