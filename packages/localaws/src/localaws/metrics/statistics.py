"""What was published of a metric within one period, and the statistics of it.

Names as the CloudWatch user guide gives them ("Statistics definitions"): the five plain ones, percentiles
(p95.5), trimmed means (tm90, TM(10%:90%)), winsorized means, trimmed counts and sums, percentile ranks, IQM.
Of data published as a summary, the ones that need each value are known only where all values are the same
or the summary is of a single one.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import accumulate

from localaws.this_aws.metric_samples import Sample


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
    values = _values(samples)
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


# A value, and how many times it was published; sorted.
_Values = list[tuple[float, int]]


def _values(samples: Iterable[Sample]) -> _Values | None:
    """All values; None where they are not known, as of a summary."""
    counts: dict[float, int] = {}
    for sample in samples:
        if sample.least != sample.most:
            return None
        counts[sample.least] = counts.get(sample.least, 0) + round(sample.count)
    return sorted((value, count) for value, count in counts.items() if count)


def _trimmed(kind: str, values: _Values, low: float, high: float) -> float | None:
    """Of the values between two percentiles."""
    chosen = _between(values, low, high)
    if kind == "wm" and chosen:
        chosen = _clipped(values, chosen[0][0], chosen[-1][0])
    return _aggregate(kind, chosen, _number(values))


def _bounded(kind: str, values: _Values, low: float, high: float) -> float | None:
    """Of the values between two values."""
    chosen = [(value, count) for value, count in values if low <= value <= high]
    if kind == "wm":
        chosen = _clipped(values, low, high)
    return _aggregate(kind, chosen, _number(values))


def _aggregate(kind: str, chosen: _Values, of: int) -> float | None:
    match kind:
        case "tm" | "wm":
            return _mean(chosen)
        case "tc":
            return float(_number(chosen))
        case "ts":
            return _sum(chosen)
        case "pr":
            return 100.0 * _number(chosen) / of
    return None


def _clipped(values: _Values, low: float, high: float) -> _Values:
    return [(min(max(value, low), high), count) for value, count in values]


def _between(values: _Values, low: float, high: float) -> _Values:
    number = _number(values)
    first, last = math.floor(number * low / 100), math.ceil(number * high / 100)
    chosen, before = [], 0
    for value, count in values:
        within = min(before + count, last) - max(before, first)
        if within > 0:
            chosen.append((value, within))
        before += count
    return chosen


def _at(values: _Values, share: float) -> float:
    """A percentile, between the two values next to it in proportion."""
    ends = list(accumulate(count for _, count in values))
    position = (ends[-1] - 1) * share / 100
    low = math.floor(position)
    one = values[bisect_right(ends, low)][0]
    other = values[bisect_right(ends, min(low + 1, ends[-1] - 1))][0]
    return one + (other - one) * (position - low)


def _number(values: _Values) -> int:
    return sum(count for _, count in values)


def _sum(values: _Values) -> float:
    return math.fsum(value * count for value, count in values)


def _mean(values: _Values) -> float | None:
    return _sum(values) / _number(values) if values else None
