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
    time: datetime
    dimensions: Mapping[str, str] = field(default_factory=dict)
    unit: str = "None"


def put(account: str, region: str, namespace: str, data: Iterable[Datum]) -> None:
    """Publish data, without the limit on their number that PutMetricData has."""
    cloudwatch_backends[account][region].put_metric_data(
        namespace,
        [
            {
                "MetricName": datum.name,
                "Value": datum.value,
                "Unit": datum.unit,
                # moto compares with what clients send, which it reads as UTC without saying so.
                "Timestamp": datum.time.astimezone(UTC).replace(tzinfo=None),
                "Dimensions": [{"Name": k, "Value": v} for k, v in datum.dimensions.items()],
            }
            for datum in data
        ],
    )
