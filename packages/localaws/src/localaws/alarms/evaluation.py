"""Evaluates a metric alarm: which state its metrics make at a moment, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from localaws.alarms import periods, reason, verdict
from localaws.alarms.alarm import MetricAlarm, State
from localaws.alarms.comparison import COMPARISONS
from localaws.metrics import statistics
from localaws.metrics.expressions.value import Series
from localaws.metrics.metric import MetricStat
from localaws.metrics.periods import data_points
from localaws.metrics.statistics import DataPoint
from localaws.metrics.worked_out import worked_out
from localaws.this_aws.metric_samples import Sample

# What was published of a metric from a moment on, before another.
Read = Callable[[MetricStat, float, float], Iterable[Sample]]


@dataclass(frozen=True)
class Evaluation:
    """What an evaluation found: a state and why. ``data`` is StateReasonData."""

    state: State
    reason: str
    data: str


def evaluation(alarm: MetricAlarm, now: float, read: Read) -> Evaluation | None:
    """The state that an alarm's metrics make; None where it keeps the one it has."""
    threshold = alarm.threshold
    begun = periods.starts(now, alarm.period, verdict.evaluation_range(threshold))
    points = _points(alarm, begun, read)
    if _says_nothing(alarm, points):
        return None
    holds = COMPARISONS[threshold.comparison].holds
    breaching = [None if p is None else holds(p.value, threshold.value) for p in points]
    found = verdict.decide(breaching, threshold, alarm.treatment)
    if found.state is None:
        return None
    look = reason.Look(
        now,
        tuple(begun[position] for position in found.evaluated),
        tuple(points[position] for position in found.evaluated),
        found.filled if found.state is not State.INSUFFICIENT_DATA else threshold.periods,
    )
    return Evaluation(
        found.state, reason.reason(alarm, found.state, look), reason.reason_data(alarm, look)
    )


def _points(
    alarm: MetricAlarm, begun: tuple[float, ...], read: Read
) -> tuple[DataPoint | None, ...]:
    """The data points that are compared, newest first."""
    by_id: dict[str, tuple[DataPoint | None, ...]] = {}
    for query in alarm.queries:
        if query.stat is not None:
            published = read(query.stat, begun[-1], begun[0] + alarm.period)
            by_id[query.id] = data_points(published, query.stat.stat, begun, alarm.period)
    if alarm.watched.stat is not None:
        return by_id[alarm.watched.id]
    series = {
        name: Series(tuple(None if p is None else p.value for p in of))
        for name, of in by_id.items()
    }
    made = worked_out(alarm.queries, series, begun, alarm.period)
    watched = made.get(alarm.watched.id, Series((None,) * len(begun)))
    values = zip(begun, watched.values, strict=True)
    return tuple(None if value is None else DataPoint(at, value) for at, value in values)


def _says_nothing(alarm: MetricAlarm, points: tuple[DataPoint | None, ...]) -> bool:
    """Whether a percentile is to be ignored because of how few samples it is."""
    single = alarm.single
    if single is None or not alarm.ignores_few_samples:
        return False
    return any(point and statistics.too_few(point, single.stat) for point in points)
