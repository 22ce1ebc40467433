"""Reads PutMetricAlarm and PutCompositeAlarm: the alarm that a request describes, or why there is none.

What the service model forbids was refused before. What is said of the rest is AWS's where a refusal of AWS's
was published; else it is ours, by the same code.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from typing import Any

from localaws.alarms import composite, samples
from localaws.alarms.alarm import (
    Actions,
    Metric,
    MetricAlarm,
    MetricStat,
    Missing,
    Query,
    Threshold,
)
from localaws.alarms.comparison import ANOMALY_DETECTION, COMPARISONS
from localaws.alarms.composite import BadRule, CompositeAlarm
from localaws.alarms.expressions import functions, syntax
from localaws.alarms.expressions.syntax import Call, Node
from localaws.alarms.expressions.value import BadExpression
from localaws.protocols.refusal import Refusal

Request = Mapping[str, Any]

_DAY, _WEEK, _HOUR = 86400, 604800, 3600
_NOT_HERE = "is not supported by this embedded AWS."
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
        raise _invalid(f"Error in AlarmRule: {error}") from error
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
        raise _invalid(f"ComparisonOperator={comparison} {_NOT_HERE} No band is learned.")
    if comparison not in COMPARISONS:
        raise _invalid(f"The value {comparison} for parameter ComparisonOperator is not supported.")
    if request.get("Threshold") is None:
        raise _invalid("The parameter Threshold is required.")
    periods, to_alarm = request.get("EvaluationPeriods"), request.get("DatapointsToAlarm")
    if periods is None:
        raise _invalid("The parameter EvaluationPeriods is required.")
    if to_alarm is not None and to_alarm > periods:
        raise _invalid("DatapointsToAlarm must be less than or equal to EvaluationPeriods.")
    return Threshold(comparison, float(request["Threshold"]), periods, to_alarm)


def _queries(request: Request) -> tuple[Query, ...]:
    if not request.get("Metrics"):
        return (Query(str(uuid.uuid4()), _single(request)),)
    if request.get("MetricName"):
        raise _combination("The parameters MetricName and Metrics cannot be used together.")
    queries = tuple(_query(member) for member in request["Metrics"])
    ids = [query.id for query in queries]
    if len(set(ids)) < len(ids):
        raise _invalid("The ids of metrics must be unique.")
    if sum(query.returns for query in queries) != 1:
        raise _invalid("Exactly one element of the metrics list should return data.")
    _check_expressions(queries, ids)
    return queries


def _single(request: Request) -> MetricStat:
    for name in ("MetricName", "Namespace", "Period"):
        if not request.get(name):
            raise _invalid(f"The parameter {name} is required.")
    plain, extended = request.get("Statistic"), request.get("ExtendedStatistic")
    if bool(plain) == bool(extended):
        raise _combination("Exactly one of Statistic and ExtendedStatistic must be set.")
    metric = _metric(request)
    return _stat(metric, request["Period"], plain or extended or "", request.get("Unit"))


def _query(member: Request) -> Query:
    if member.get("AccountId"):
        raise _invalid(f"AccountId={member['AccountId']} of a metric {_NOT_HERE}")
    found, expression = member.get("MetricStat"), member.get("Expression")
    if bool(found) == bool(expression):
        raise _combination("Exactly one of MetricStat and Expression must be set for each metric.")
    stat = None
    if found:
        metric = _metric(found["Metric"])
        stat = _stat(metric, found["Period"], found["Stat"], found.get("Unit"))
    returns = member.get("ReturnData", True)
    label, period = member.get("Label"), member.get("Period")
    return Query(member["Id"], stat, expression, label, period, returns)


def _metric(member: Request) -> Metric:
    dimensions = tuple((each["Name"], each["Value"]) for each in member.get("Dimensions") or ())
    return Metric(member["Namespace"], member["MetricName"], dimensions)


def _stat(metric: Metric, period: int, stat: str, unit: str | None) -> MetricStat:
    if period not in (10, 20, 30) and (period % 60 or period < 60):
        raise _invalid("Period must be 10, 20, 30 or a multiple of 60")
    if not samples.is_statistic(stat):
        raise _invalid(f"The value {stat} for parameter ExtendedStatistic is not supported.")
    return MetricStat(metric, period, stat, unit)


def _check_expressions(queries: Sequence[Query], ids: Sequence[str]) -> None:
    """See that each expression can be read, and names none but the other metrics."""
    for query in queries:
        if query.expression is None:
            continue
        try:
            tree = syntax.read(query.expression)
            _check_calls(tree)
        except BadExpression as error:
            raise _invalid(f"Error in expression '{query.id}': {error}") from error
        words = {"REPEAT", "LINEAR"}
        unknown = [name for name in syntax.names(tree) if name not in (*ids, *words)]
        if unknown:
            raise _invalid(f"Error in expression '{query.id}': there is no {unknown[0]}")
    periods = {query.stat.period for query in queries if query.stat is not None}
    if len(periods) > 1:
        raise _invalid("All metrics of an alarm must have the same period.")


def _check_calls(tree: Node) -> None:
    for call in syntax.walk(tree):
        if isinstance(call, Call) and call.function in functions.REFUSED:
            raise BadExpression(f"{call.function} {_NOT_HERE}")


def _missing(request: Request) -> Missing | None:
    said = request.get("TreatMissingData")
    if not said:
        return None
    if said not in set(Missing):
        raise _invalid(f"The value {said} is not supported for TreatMissingData parameter.")
    return Missing(said)


def _ignores_few_samples(request: Request) -> bool:
    said = request.get("EvaluateLowSampleCountPercentile")
    if said not in (None, "evaluate", "ignore"):
        raise _invalid(
            f"Option {said} is not supported. Supported options for parameter "
            "EvaluateLowSampleCountPercentile are evaluate and ignore."
        )
    if said and not samples.is_percentile(request.get("ExtendedStatistic") or ""):
        raise _invalid("EvaluateLowSampleCountPercentile is for alarms on a percentile.")
    return bool(said == "ignore")


def _actions(request: Request) -> Actions:
    lists = [
        tuple(request.get(name) or ())
        for name in ("OKActions", "AlarmActions", "InsufficientDataActions")
    ]
    for arn in [arn for each in lists for arn in each]:
        parts = arn.split(":")
        if parts[0] != "arn" or len(parts) < 6:
            raise _invalid(f"Invalid arn syntax: {arn}")
        if not _is_done(parts):
            raise _invalid(
                f"The action {arn} {_NOT_HERE} Alarms tell SNS topics and invoke functions."
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
        raise _invalid(
            "Metrics cannot be checked across more than a day (EvaluationPeriods * Period must be "
            "<= 86400) for alarms using period < 3600"
        )
    if period * periods > _WEEK:
        raise _invalid(
            "Metrics cannot be checked across more than a week (EvaluationPeriods * Period must be "
            "<= 604800) for alarms using period >= 3600"
        )


def _refuse_members(request: Request, names: Sequence[str]) -> None:
    for name in names:
        if request.get(name):
            raise _invalid(f"{name} {_NOT_HERE}")


def _invalid(message: str) -> Refusal:
    return Refusal("ValidationError", message)


def _combination(message: str) -> Refusal:
    return Refusal("InvalidParameterCombination", message)
