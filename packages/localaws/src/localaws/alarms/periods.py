"""When an alarm looks, and at which periods.

As state changes that AWS recorded show it: a look at 17:04:40 by periods of five minutes is at
16:59:00 to 17:04:00 and those before, so periods end with the last full minute, not on round numbers.
"""

from __future__ import annotations

import math

_MINUTE = 60
_HOUR = 3600
_DAY = 86400


def pause(period: int, periods: int) -> int:
    """Seconds between two looks: ten with data of high resolution, an hour where more than a day is watched."""
    if period < _MINUTE:
        return 10
    return _HOUR if period * periods > _DAY else _MINUTE


def starts(now: float, period: int, count: int) -> tuple[float, ...]:
    """When the last ``count`` full periods began, newest first."""
    step = min(period, _MINUTE)
    end = math.floor(now / step) * step
    return tuple(float(end - (position + 1) * period) for position in range(count))


def looks(last: float, now: float, step: int, most: int) -> tuple[float, ...]:
    """When an alarm looked last at ``last`` and it is ``now``: the moments to look at, the oldest first.

    Where the clock was moved there are many; of more than ``most`` the last ones.
    """
    end = math.floor(now / step) * step
    first = math.floor(last / step) * step + step
    first = max(first, end - (most - 1) * step)
    return tuple(float(moment) for moment in range(first, end + 1, step))


def next_look(now: float, step: int) -> float:
    """When to look again."""
    return float(math.floor(now / step) * step + step)
