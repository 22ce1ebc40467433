"""The periods between two moments, as the operations that read metrics round them. Pure."""

from __future__ import annotations

import math
from dataclasses import dataclass

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# What began that long ago is rounded down to so many seconds.
_ROUNDED = ((63 * _DAY, _HOUR), (15 * _DAY, 5 * _MINUTE), (0, _MINUTE))


@dataclass(frozen=True)
class TimeRange:
    """From a moment on, before another, in seconds since 1970."""

    start: float
    end: float

    def rounded(self, period: int, now: float) -> TimeRange:
        """With the start as AWS rounds it: the older, the coarser; to periods of high resolution."""
        age = now - self.start
        step = next((step for least, step in _ROUNDED if age >= least), _MINUTE)
        if period < _MINUTE:
            step = period
        return TimeRange(math.floor(self.start / step) * step, self.end)

    def count(self, period: int) -> int:
        """How many periods begin in it."""
        return max(0, math.ceil((self.end - self.start) / period))

    def begun(self, period: int) -> tuple[float, ...]:
        """When each of them begins, newest first."""
        return tuple(
            self.start + position * period for position in reversed(range(self.count(period)))
        )
