"""The record of an alarm: what it watches, by which threshold, and what it does when its state changes."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from localaws.metrics.metric import MetricStat, Query


class State(StrEnum):
    """Of an alarm, as AWS writes it."""

    OK = "OK"
    ALARM = "ALARM"
    INSUFFICIENT_DATA = "INSUFFICIENT_DATA"


class Missing(StrEnum):
    """How missing data points are treated, as ``TreatMissingData`` says it."""

    BREACHING = "breaching"
    NOT_BREACHING = "notBreaching"
    IGNORE = "ignore"
    MISSING = "missing"


@dataclass(frozen=True)
class Threshold:
    """When a data point is breaching, and how many of how many (M out of N) make an alarm."""

    comparison: str
    value: float
    periods: int  # N: EvaluationPeriods
    to_alarm: int | None = None  # M: DatapointsToAlarm, as far as it was given

    @property
    def needed(self) -> int:
        """M."""
        return self.periods if self.to_alarm is None else self.to_alarm


@dataclass(frozen=True)
class Actions:
    """Targets' ARNs, by the state that an alarm enters."""

    ok: tuple[str, ...] = ()
    alarm: tuple[str, ...] = ()
    insufficient_data: tuple[str, ...] = ()
    enabled: bool = True

    def on(self, state: State) -> tuple[str, ...]:
        """What is done when an alarm enters a state."""
        if not self.enabled:
            return ()
        return {State.OK: self.ok, State.ALARM: self.alarm}.get(state, self.insufficient_data)


@dataclass(frozen=True)
class MetricAlarm:
    """An alarm on one metric, or on an expression over some. ``configured`` is a moment (since 1970)."""

    name: str
    arn: str
    account: str
    region: str
    queries: tuple[Query, ...]
    threshold: Threshold
    missing: Missing | None = None  # None: it was not said
    ignores_few_samples: bool = False  # EvaluateLowSampleCountPercentile: ignore
    description: str | None = None
    actions: Actions = field(default_factory=Actions)
    configured: float = 0.0

    @property
    def single(self) -> MetricStat | None:
        """The one statistic that it watches; None where it watches an expression."""
        return self.queries[0].stat if len(self.queries) == 1 else None

    @property
    def watched(self) -> Query:
        """The query whose data points are compared: the one that returns data."""
        return next(query for query in self.queries if query.returns)

    @property
    def period(self) -> int:
        """Seconds that one data point stands for: the longest period of what the expression is made of."""
        if self.watched.stat is not None:
            return self.watched.stat.period
        periods = [query.stat.period for query in self.queries if query.stat is not None]
        return max([*periods, self.watched.period or 0]) or 60

    @property
    def treatment(self) -> Missing:
        """Of missing data points. AWS ignores them for DynamoDB's metrics unless it is told otherwise."""
        if self.missing is not None:
            return self.missing
        metrics = [query.stat.metric for query in self.queries if query.stat is not None]
        of_tables = any(metric.namespace == "AWS/DynamoDB" for metric in metrics)
        return Missing.IGNORE if of_tables else Missing.MISSING


@dataclass(frozen=True)
class StateRecord:
    """The state an alarm is in, since when, and why. ``data`` is StateReasonData: JSON text, or None."""

    state: State
    reason: str
    data: str | None
    since: float


def unchecked(moment: float) -> StateRecord:
    """The state of an alarm that is new."""
    return StateRecord(State.INSUFFICIENT_DATA, "Unchecked: Initial alarm creation", None, moment)
