"""Flexible time windows: when within its window a schedule is invoked. Pure.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-schedule-flexible-time-windows.html. AWS
spreads schedules over their windows as it likes; here each firing has a second of its own, which another
run of the same schedule finds again.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any


def delay(schedule: str, window: Mapping[str, Any] | None, moment: datetime) -> timedelta:
    """How long after the moment at which it is due a schedule, by its ARN, is invoked."""
    if not window or window.get("Mode") != "FLEXIBLE":
        return timedelta(0)
    seconds = 60 * int(window["MaximumWindowInMinutes"])
    digest = hashlib.sha256(f"{schedule} {moment.timestamp()}".encode()).digest()
    return timedelta(seconds=int.from_bytes(digest[:8], "big") % seconds)
