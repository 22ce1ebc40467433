"""What expressions make: a number, a time series, or several series.

A series has one place for each period, newest first; None where it has no data point.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Series:
    """Data points by period, newest first."""

    values: tuple[float | None, ...]

    def map(self, change: Callable[[float], float | None]) -> Series:
        """The series of what ``change`` makes of each data point there is."""
        return Series(tuple(None if each is None else change(each) for each in self.values))

    @property
    def there(self) -> list[float]:
        """The data points there are, newest first."""
        return [each for each in self.values if each is not None]


Value = float | Series | tuple[Series, ...]


class BadExpression(Exception):
    """An expression that cannot be evaluated; the text says what is wrong with it."""
