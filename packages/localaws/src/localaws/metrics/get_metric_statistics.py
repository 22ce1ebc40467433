"""GetMetricStatistics: the data points of one metric. Pure, but for what ``read`` reads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from localaws.metrics import statistics
from localaws.metrics.metric import MetricStat
from localaws.metrics.queries import combination, metric, moment
from localaws.metrics.time_range import TimeRange
from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import Sample

Request = Mapping[str, Any]
# What was published for a statistic, from a moment on, before another.
Read = Callable[[MetricStat, float, float], Iterable[Sample]]

_MOST = 1440
_SHORT_PERIODS = (1, 5, 10, 20, 30)


def metric_statistics(request: Request, now: float, read: Read) -> dict[str, Any]:
    """The result: a data point for each unit of each period in which there is anything.

    Raises:
        Refusal: it asks for what there is not, or for too much.
    """
    plain, extended = request.get("Statistics") or (), request.get("ExtendedStatistics") or ()
    if not plain and not extended:
        raise combination("Must specify either Statistics or ExtendedStatistics")
    for stat in extended:
        if not statistics.is_statistic(stat) or statistics.is_plain(stat):
            raise _invalid(f"The value {stat} for parameter ExtendedStatistics is not supported.")
    period = request["Period"]
    if period not in _SHORT_PERIODS and (period < 60 or period % 60):
        raise _invalid("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60.")
    asked = TimeRange(moment(request["StartTime"]), moment(request["EndTime"]))
    if asked.start >= asked.end:
        raise _invalid("The parameter StartTime must be less than the parameter EndTime.")
    number = asked.count(period)
    if number > _MOST:
        raise combination(
            f"You have requested up to {number:,} datapoints, which exceeds the limit of {_MOST:,}. "
            "You may reduce the datapoints requested by increasing Period, or decreasing the time "
            "range."
        )
    span = asked.rounded(period, now)
    wanted = MetricStat(metric(request), period, "", request.get("Unit"))
    within: dict[tuple[float, str | None], list[Sample]] = {}
    for sample in read(wanted, span.start, span.end):
        begun = span.start + (sample.moment - span.start) // period * period
        within.setdefault((begun, sample.unit), []).append(sample)
    points = []
    for (begun, unit), samples in sorted(within.items(), key=lambda item: item[0][0]):
        point: dict[str, Any] = {"Timestamp": datetime.fromtimestamp(begun, UTC)}
        for stat in plain:
            point[stat] = _value(samples, stat, begun)
        several = {stat: _value(samples, stat, begun) for stat in extended}
        if known := {stat: value for stat, value in several.items() if value is not None}:
            point["ExtendedStatistics"] = known
        elif not plain:
            continue  # of a summary no percentile is known
        points.append(point | {"Unit": unit or "None"})
    return {"Label": request["MetricName"], "Datapoints": points}


def _value(samples: list[Sample], stat: str, begun: float) -> float | None:
    point = statistics.data_point(samples, stat, begun)
    return None if point is None else point.value


def _invalid(message: str) -> Refusal:
    return Refusal("InvalidParameterValue", message)
