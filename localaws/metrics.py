"""CloudWatch metrics for the parts of this process: puts data where GetMetricStatistics finds them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from moto.cloudwatch.models import cloudwatch_backends


@dataclass(frozen=True)
class Datum:
    """One value of a metric. ``unit`` is CloudWatch's, such as Count or Microseconds."""

    name: str
    value: float
    dimensions: Mapping[str, str] = field(default_factory=dict)
    unit: str = "None"
    time: datetime = field(default_factory=lambda: datetime.now(UTC))


def put(account: str, region: str, namespace: str, data: Iterable[Datum]) -> None:
    """Publish data, without the limit on their number that PutMetricData has."""
    cloudwatch_backends[account][region].put_metric_data(
        namespace,
        [
            {
                "MetricName": datum.name,
                "Value": datum.value,
                "Unit": datum.unit,
                "Timestamp": datum.time,
                "Dimensions": [{"Name": k, "Value": v} for k, v in datum.dimensions.items()],
            }
            for datum in data
        ],
    )
