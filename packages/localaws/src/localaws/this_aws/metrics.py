"""CloudWatch metrics for the parts of this process: puts data where GetMetricStatistics finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.models import cloudwatch_backends


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
    count: int
    sum: float
    least: float
    most: float
    time: datetime
    dimensions: Mapping[str, str] = field(default_factory=dict)
    unit: str = "None"


def put(account: str, region: str, namespace: str, data: Iterable[Datum | Summary]) -> None:
    """Publish data, without the limit on their number that PutMetricData has."""
    cloudwatch_backends[account][region].put_metric_data(namespace, [_member(one) for one in data])


def _member(datum: Datum | Summary) -> dict[str, Any]:
    """As PutMetricData has it."""
    return {
        "MetricName": datum.name,
        "Unit": datum.unit,
        # moto compares with what clients send, which it reads as UTC without saying so.
        "Timestamp": datum.time.astimezone(UTC).replace(tzinfo=None),
        "Dimensions": [{"Name": k, "Value": v} for k, v in datum.dimensions.items()],
        **({"Value": datum.value} if isinstance(datum, Datum) else _statistics(datum)),
    }


def _statistics(summary: Summary) -> dict[str, Any]:
    return {
        "StatisticValues": {
            "SampleCount": summary.count,
            "Sum": summary.sum,
            "Minimum": summary.least,
            "Maximum": summary.most,
        }
    }
