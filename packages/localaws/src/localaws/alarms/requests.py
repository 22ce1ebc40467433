"""Reads PutMetricAlarm and PutCompositeAlarm: the alarm that a request describes, or why there is none.

What the service model forbids was refused before. What is said of the rest is AWS's where a refusal of AWS's
was published; else it is ours, by the same code.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from localaws.alarms import composite
from localaws.alarms.alarm import Actions, MetricAlarm, Missing, Threshold
from localaws.alarms.comparison import ANOMALY_DETECTION, COMPARISONS
from localaws.alarms.composite import BadRule, CompositeAlarm
from localaws.metrics import queries, statistics
from localaws.metrics.metric import MetricStat, Query
from localaws.metrics.queries import NOT_HERE, combination, invalid

Request = Mapping[str, Any]

_DAY, _WEEK, _HOUR = 86400, 604800, 3600
# Members that ask for another kind of evaluation than that of metrics against a threshold.
_OTHER_KINDS = (
    *("ThresholdMetricId", "EvaluationWindow", "WarmUpConfiguration", "EvaluationCriteria"),
    *("EvaluationInterval", "ActionConfiguration"),
)
_SUPPRESSION = (
    *("ActionsSuppressor", "ActionsSuppressorWaitPeriod", "ActionsSuppressorExtensionPeriod"),
    "ActionConfiguration",
)


def metric_alarm(request: Request, account: str, region: str, now: float) -> MetricAlarm:
    """The alarm that PutMetricAlarm describes.

    Raises:
        Refusal: it describes none, or one that would not be evaluated here.
    """
    _refuse_members(request, _OTHER_KINDS)
    alarm = MetricAlarm(
        *(request["AlarmName"], _arn(request, account, region), account, region),
        queries=_queries(request),
        threshold=_threshold(request),
        missing=_missing(request),
        ignores_few_samples=_ignores_few_samples(request),
        description=request.get("AlarmDescription"),
        actions=_actions(request),
        configured=now,
    )
    _check_window(alarm.period, alarm.threshold.periods)
    return alarm


def composite_alarm(request: Request, account: str, region: str, now: float) -> CompositeAlarm:
    """The alarm that PutCompositeAlarm describes.

    Raises:
        Refusal: its rule is none, or asks for what is not done here.
    """
    _refuse_members(request, _SUPPRESSION)
    try:
        composite.read(request["AlarmRule"])
    except BadRule as error:
        raise invalid(f"Error in AlarmRule: {error}") from error
    return CompositeAlarm(
        *(request["AlarmName"], _arn(request, account, region), account, region),
        rule=request["AlarmRule"],
        description=request.get("AlarmDescription"),
        actions=_actions(request),
        configured=now,
    )


def _arn(request: Request, account: str, region: str) -> str:
    return f"arn:aws:cloudwatch:{region}:{account}:alarm:{request['AlarmName']}"


def _threshold(request: Request) -> Threshold:
    comparison = request.get("ComparisonOperator")
    if comparison in ANOMALY_DETECTION:
        raise invalid(f"ComparisonOperator={comparison} {NOT_HERE} No band is learned.")
    if comparison not in COMPARISONS:
        raise invalid(f"The value {comparison} for parameter ComparisonOperator is not supported.")
    if request.get("Threshold") is None:
        raise invalid("The parameter Threshold is required.")
    periods, to_alarm = request.get("EvaluationPeriods"), request.get("DatapointsToAlarm")
    if periods is None:
        raise invalid("The parameter EvaluationPeriods is required.")
    if to_alarm is not None and to_alarm > periods:
        raise invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods.")
    return Threshold(comparison, float(request["Threshold"]), periods, to_alarm)


def _queries(request: Request) -> tuple[Query, ...]:
    if not request.get("Metrics"):
        return (Query(str(uuid.uuid4()), _single(request)),)
    if request.get("MetricName"):
        raise combination("The parameters MetricName and Metrics cannot be used together.")
    found = tuple(queries.query(member) for member in request["Metrics"])
    queries.check(found)
    if sum(query.returns for query in found) != 1:
        raise invalid("Exactly one element of the metrics list should return data.")
    stats = [query.stat for query in found if query.stat is not None]
    if len({stat.period for stat in stats}) > 1:
        raise invalid("All metrics of an alarm must have the same period.")
    for stat in stats:
        _check_period(stat.period)
    return found


def _single(request: Request) -> MetricStat:
    for name in ("MetricName", "Namespace", "Period"):
        if not request.get(name):
            raise invalid(f"The parameter {name} is required.")
    plain, extended = request.get("Statistic"), request.get("ExtendedStatistic")
    if bool(plain) == bool(extended):
        raise combination("Exactly one of Statistic and ExtendedStatistic must be set.")
    _check_period(request["Period"])
    if extended and not statistics.is_statistic(extended):
        raise invalid(f"The value {extended} for parameter ExtendedStatistic is not supported.")
    stat = plain or extended or ""
    return queries.stat(queries.metric(request), request["Period"], stat, request.get("Unit"))


def _check_period(period: int) -> None:
    if period not in (10, 20, 30) and (period % 60 or period < 60):
        raise invalid("Period must be 10, 20, 30 or a multiple of 60")


def _missing(request: Request) -> Missing | None:
    said = request.get("TreatMissingData")
    if not said:
        return None
    if said not in set(Missing):
        raise invalid(f"The value {said} is not supported for TreatMissingData parameter.")
    return Missing(said)


def _ignores_few_samples(request: Request) -> bool:
    said = request.get("EvaluateLowSampleCountPercentile")
    if said not in (None, "evaluate", "ignore"):
        raise invalid(
            f"Option {said} is not supported. Supported options for parameter "
            "EvaluateLowSampleCountPercentile are evaluate and ignore."
        )
    if said and not statistics.is_percentile(request.get("ExtendedStatistic") or ""):
        raise invalid("EvaluateLowSampleCountPercentile is for alarms on a percentile.")
    return bool(said == "ignore")


def _actions(request: Request) -> Actions:
    lists = [
        tuple(request.get(name) or ())
        for name in ("OKActions", "AlarmActions", "InsufficientDataActions")
    ]
    for arn in [arn for each in lists for arn in each]:
        parts = arn.split(":")
        if parts[0] != "arn" or len(parts) < 6:
            raise invalid(f"Invalid arn syntax: {arn}")
        if not _is_done(parts):
            raise invalid(
                f"The action {arn} {NOT_HERE} Alarms tell SNS topics and invoke functions."
            )
    ok, alarm, insufficient = lists
    return Actions(ok, alarm, insufficient, request.get("ActionsEnabled", True))


def _is_done(arn: Sequence[str]) -> bool:
    """Whether an action, by the parts of its ARN, is a topic or a function (with or without a qualifier)."""
    if arn[2] == "sns":
        return len(arn) == 6
    return arn[2] == "lambda" and arn[5] == "function" and len(arn) in (7, 8)


def _check_window(period: int, periods: int) -> None:
    if period < _HOUR and period * periods > _DAY:
        raise invalid(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be "
            "<= 86400) for alarms using period < 3600"
        )
    if period * periods > _WEEK:
        raise invalid(
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be "
            "<= 604800) for alarms using period >= 3600"
        )


def _refuse_members(request: Request, names: Sequence[str]) -> None:
    for name in names:
        if request.get(name):
            raise invalid(f"{name} {NOT_HERE}")
