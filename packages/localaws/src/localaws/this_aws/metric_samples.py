"""What was published of metrics, kept as CloudWatch keeps it: fine at first, coarser with age, then not at all.

Data of standard resolution are kept by the minute, those of high resolution by the second for three hours. A
minute lasts 15 days, five minutes 63, an hour 455 ("Metrics retention" in the CloudWatch user guide). Equal
values of one moment are one sample with a count, so a million requests are not a million samples. How old
something is, the newest sample tells: what nobody adds to does not grow.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

_MINUTE, _HOUR, _DAY = 60, 3600, 86400
# From this age on, what is left of the finer is kept by periods of so many seconds; 0: not at all.
_AGES = ((3 * _HOUR, _MINUTE), (15 * _DAY, 5 * _MINUTE), (63 * _DAY, _HOUR), (455 * _DAY, 0))
_SETTLED_EVERY = _HOUR


@dataclass(frozen=True, slots=True)
class Sample:
    """``count`` values of a moment, in seconds since 1970: how many, their sum, the least and the greatest."""

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
class MetricName:
    """A metric is its namespace, its name, and exactly these dimensions, in whatever order."""

    namespace: str
    name: str
    dimensions: frozenset[tuple[str, str]] = frozenset()


# Samples of one moment that can become one: all of them have the same value, or they are a summary.
_Key = tuple[float, float | None, str | None]


@dataclass
class _Series:
    last: float = 0.0
    minutes: dict[int, dict[_Key, Sample]] = field(default_factory=dict)

    def add(self, sample: Sample) -> None:
        self.last = max(self.last, sample.moment)
        begin = int(sample.moment // _MINUTE) * _MINUTE
        within = self.minutes.setdefault(begin, {})
        value = sample.least if sample.least == sample.most else None
        key = sample.moment, value, sample.unit
        before = within.get(key)
        within[key] = sample if before is None else _together(before, sample)

    def between(self, start: float, end: float) -> Iterator[Sample]:
        first = int(start // _MINUTE) * _MINUTE
        asked = range(first, int(-(-end // _MINUTE)) * _MINUTE, _MINUTE)
        found = asked if len(asked) < len(self.minutes) else sorted(self.minutes)
        for begin in found:
            for sample in self.minutes.get(begin, {}).values():
                if start <= sample.moment < end:
                    yield sample

    def settle(self, now: float) -> None:
        """Make coarser, or drop, what is old enough for it."""
        minutes, self.minutes = self.minutes, {}
        for begin, samples in minutes.items():
            period = next((p for age, p in reversed(_AGES) if now - begin >= age), None)
            if period is None or (period == _MINUTE and all(m == begin for m, *_ in samples)):
                self.minutes[begin] = samples
            elif period:
                moment = float(begin // period * period)
                for each in samples.values():
                    self.add(Sample(moment, each.count, each.sum, each.least, each.most, each.unit))


class MetricSamples:
    """The samples of all metrics of an account in a region."""

    def __init__(self) -> None:
        self._series: dict[MetricName, _Series] = {}
        self._newest = 0.0
        self._settled = 0.0
        self._lock = threading.Lock()

    def add(self, samples: Iterable[tuple[MetricName, Sample]]) -> None:
        """Keep samples. Their moments are those by which they are kept."""
        with self._lock:
            for name, sample in samples:
                if name not in self._series:
                    self._series[name] = _Series()
                self._series[name].add(sample)
                self._newest = max(self._newest, sample.moment)
            if self._newest - self._settled >= _SETTLED_EVERY:
                self._settled = self._newest
                self._settle()

    def between(self, name: MetricName, start: float, end: float) -> list[Sample]:
        """The samples of a metric from ``start`` on and before ``end``."""
        with self._lock:
            series = self._series.get(name)
            return [] if series is None else list(series.between(start, end))

    def names(self) -> list[tuple[MetricName, float]]:
        """The metrics of which anything is kept, each with the moment of its newest sample."""
        with self._lock:
            return [(name, series.last) for name, series in self._series.items()]

    def _settle(self) -> None:
        for name, series in list(self._series.items()):
            series.settle(self._newest)
            if not series.minutes:
                del self._series[name]


def _together(one: Sample, other: Sample) -> Sample:
    return Sample(
        one.moment,
        one.count + other.count,
        one.sum + other.sum,
        min(one.least, other.least),
        max(one.most, other.most),
        one.unit,
    )
