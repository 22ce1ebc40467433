"""CloudWatch metrics for the parts of this process: puts data where its operations and alarms find them."""

from __future__ import annotations

import math
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from localaws.this_aws.metric_samples import MetricName, MetricSamples, Sample

_MINUTE = 60


@dataclass(frozen=True)
class Datum:
    """One value of a metric. ``unit`` is CloudWatch's, such as Count or Microseconds."""

    name: str
    value: float
    time: datetime
    dimensions: Mapping[str, str] = field(default_factory=dict)
    unit: str = "None"


@dataclass(frozen=True)
class Summary:
    """Many values of a metric at once: how many, their sum, the least and the greatest of them."""

    name: str
    count: float
    sum: float
    least: float
    most: float
    time: datetime
    dimensions: Mapping[str, str] = field(default_factory=dict)
    unit: str = "None"


def put(account: str, region: str, namespace: str, data: Iterable[Datum | Summary]) -> None:
    """Publish data, without the limit on their number that PutMetricData has."""
    samples_of(account, region).add(_named(namespace, one) for one in data)


def samples_of(account: str, region: str) -> MetricSamples:
    """What was published in an account and a region."""
    with _lock:
        return _published.setdefault((account, region), MetricSamples())


def at_resolution(moment: float, high_resolution: bool = False) -> float:
    """By which moment a value is kept: the minute's, or the second's if it is of high resolution."""
    return float(math.floor(moment) if high_resolution else math.floor(moment / _MINUTE) * _MINUTE)


def figures(value: float) -> float:
    """A value to three figures, by which many are counted as one: true within half a per cent."""
    return float(f"{value:.2e}")


_published: dict[tuple[str, str], MetricSamples] = {}
_lock = threading.Lock()


def _named(namespace: str, datum: Datum | Summary) -> tuple[MetricName, Sample]:
    name = MetricName(namespace, datum.name, frozenset(datum.dimensions.items()))
    moment = at_resolution(datum.time.timestamp())
    if isinstance(datum, Datum):
        return name, Sample.of(moment, datum.value, datum.unit)
    extremes = datum.least, datum.most
    return name, Sample(moment, datum.count, datum.sum, *extremes, datum.unit)
