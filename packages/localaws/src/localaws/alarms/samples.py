"""What was published of a metric within one period, and the statistics of it.

Names as the CloudWatch user guide gives them ("Statistics definitions"): the five plain ones, percentiles
(p95.5), trimmed means (tm90, TM(10%:90%)), winsorized means, trimmed counts and sums, percentile ranks, IQM.
Of data published as a summary, the ones that need each value are known only where all values are the same
or the summary is of a single one.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Sample:
    """One value, or a summary of ``count`` values. ``moment`` is in seconds since 1970."""

    moment: float
    count: float
    sum: float
    least: float
    most: float
    unit: str | None = None

    @classmethod
    def of(cls, moment: float, value: float, unit: str | None = None) -> Sample:
        return cls(moment, 1.0, value, value, value, unit)


@dataclass(frozen=True)
class DataPoint:
    """A statistic of one period, which begins at ``moment``."""

    moment: float
    value: float
    samples: float | None = None  # None for what an expression made


def data_point(samples: Sequence[Sample], stat: str, moment: float) -> DataPoint | None:
    """The statistic of the samples of a period; None where there is none."""
    count = sum(sample.count for sample in samples)
    if not count:
        return None
    value = _plain(samples, stat, count)
    if value is None:
        value = _of_values(samples, stat)
    return None if value is None else DataPoint(moment, value, count)


def is_statistic(stat: str) -> bool:
    """Whether there is a statistic of this name."""
    return stat in _PLAIN or stat == "IQM" or bool(_SHORT.fullmatch(stat) or _RANGE.fullmatch(stat))


def percentile(stat: str) -> float | None:
    """The percentile that a statistic is, between 0 and 100."""
    match = re.fullmatch(r"p(\d{1,3}(?:\.\d{1,10})?)", stat)
    return float(match[1]) if match else None


def is_plain(stat: str) -> bool:
    """Whether a statistic is one of the five that the API calls ``Statistic``, and no extended one."""
    return stat in _PLAIN


def is_percentile(stat: str) -> bool:
    """Whether a statistic is a percentile."""
    return percentile(stat) is not None


def too_few(point: DataPoint, stat: str) -> bool:
    """Whether a percentile of so few samples says nothing, as the user guide counts it."""
    share = percentile(stat)
    if share is None or point.samples is None:
        return False
    rare = min(share, 100 - share) / 100
    return rare == 0 or point.samples < 10 / rare


_PLAIN = frozenset({"SampleCount", "Average", "Sum", "Minimum", "Maximum"})
_SHORT = re.compile(r"(p|tm|wm|tc|ts)(\d{1,2}(?:\.\d{1,10})?|100)")
_RANGE = re.compile(r"(TM|WM|TC|TS|PR)\((-?[\d.]*)(%?):(-?[\d.]*)(%?)\)")


def _plain(samples: Sequence[Sample], stat: str, count: float) -> float | None:
    match stat:
        case "SampleCount":
            return count
        case "Sum":
            return math.fsum(sample.sum for sample in samples)
        case "Average":
            return math.fsum(sample.sum for sample in samples) / count
        case "Minimum":
            return min(sample.least for sample in samples)
        case "Maximum":
            return max(sample.most for sample in samples)
    return None


def _of_values(samples: Iterable[Sample], stat: str) -> float | None:
    values: list[float] = []
    for sample in samples:
        if sample.least != sample.most:
            return None  # a summary: its values are not known
        values.extend([sample.least] * round(sample.count))
    values.sort()
    if not values:
        return None
    if stat == "IQM":
        return _mean(_between(values, 25, 75))
    if match := _SHORT.fullmatch(stat):
        kind, upper = match[1], float(match[2])
        return _at(values, upper) if kind == "p" else _trimmed(kind, values, 0.0, upper)
    if match := _RANGE.fullmatch(stat):
        kind, low, low_share, high, high_share = match.groups()
        if low_share or high_share:
            return _trimmed(kind.lower(), values, float(low or 0), float(high or 100))
        return _bounded(kind.lower(), values, float(low or "-inf"), float(high or "inf"))
    return None


def _trimmed(kind: str, values: list[float], low: float, high: float) -> float | None:
    """Of the values between two percentiles."""
    chosen = _between(values, low, high)
    if kind == "wm" and chosen:
        chosen = [min(max(value, chosen[0]), chosen[-1]) for value in values]
    return _aggregate(kind, chosen, len(values))


def _bounded(kind: str, values: list[float], low: float, high: float) -> float | None:
    """Of the values between two values."""
    chosen = [value for value in values if low <= value <= high]
    if kind == "wm":
        chosen = [min(max(value, low), high) for value in values]
    return _aggregate(kind, chosen, len(values))


def _aggregate(kind: str, chosen: list[float], of: int) -> float | None:
    match kind:
        case "tm" | "wm":
            return _mean(chosen)
        case "tc":
            return float(len(chosen))
        case "ts":
            return math.fsum(chosen)
        case "pr":
            return 100.0 * len(chosen) / of
    return None


def _between(values: list[float], low: float, high: float) -> list[float]:
    first, last = math.floor(len(values) * low / 100), math.ceil(len(values) * high / 100)
    return values[first:last]


def _at(values: list[float], share: float) -> float:
    """A percentile, between the two values next to it in proportion."""
    position = (len(values) - 1) * share / 100
    low = math.floor(position)
    high = min(low + 1, len(values) - 1)
    return values[low] + (values[high] - values[low]) * (position - low)


def _mean(values: Sequence[float]) -> float | None:
    return math.fsum(values) / len(values) if values else None
