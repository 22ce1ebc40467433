"""Reads what was published of a metric where moto keeps it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.models import MetricAggregatedDatum, cloudwatch_backends

from localaws.alarms.alarm import MetricStat
from localaws.alarms.samples import Sample


def read(account: str, region: str, stat: MetricStat, start: float, end: float) -> Iterable[Sample]:
    """The samples of a metric from ``start`` on and before ``end``; of one unit where the statistic says so.

    A metric is its name with exactly these dimensions, as on AWS.
    """
    wanted = dict(stat.metric.dimensions)
    for datum in list(cloudwatch_backends[account][region].metric_data):
        if datum.name != stat.metric.name or datum.namespace != stat.metric.namespace:
            continue
        if stat.unit is not None and datum.unit != stat.unit:
            continue
        moment = _moment(datum.timestamp)
        if start <= moment < end and {d.name: d.value for d in datum.dimensions} == wanted:
            yield _sample(datum, moment)


def _sample(datum: Any, moment: float) -> Sample:
    if isinstance(datum, MetricAggregatedDatum):
        return Sample(moment, datum.sample_count, datum.sum, datum.min, datum.max, datum.unit)
    return Sample.of(moment, datum.value, datum.unit)


def _moment(timestamp: datetime) -> float:
    """moto keeps times in UTC without saying so."""
    return (timestamp if timestamp.tzinfo else timestamp.replace(tzinfo=UTC)).timestamp()
