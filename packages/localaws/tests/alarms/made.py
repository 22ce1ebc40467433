"""Alarms and samples for these tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from localaws.alarms.alarm import MetricAlarm, Threshold
from localaws.metrics.metric import Metric, MetricStat, Query
from localaws.this_aws.metric_samples import Sample

ERRORS = Metric("Lab", "Errors", (("Name", "one"),))


def at(text: str) -> float:
    """``2019-10-02 17:04:40``, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


def alarm(
    comparison: str = "GreaterThanThreshold",
    value: float = 50.0,
    periods: int = 1,
    to_alarm: int | None = None,
    **more: Any,
) -> MetricAlarm:
    """An alarm on the average of each minute, unless it is told otherwise."""
    stat = MetricStat(
        ERRORS, more.pop("period", 60), more.pop("stat", "Average"), more.pop("unit", None)
    )
    queries = more.pop("queries", (Query("m1", stat),))
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:bell"
    threshold = Threshold(comparison, value, periods, to_alarm)
    return MetricAlarm("bell", arn, "123456789012", "us-east-1", queries, threshold, **more)


def samples(values: dict[str, float]) -> list[Sample]:
    """Samples of one value each, by their times on a day."""
    return [Sample.of(at(f"2024-03-16 {time}"), value) for time, value in values.items()]
