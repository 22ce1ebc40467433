"""Alarms and their history as the API describes them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

from localaws.alarms.alarm import Actions, MetricAlarm, StateRecord
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.state_change import Alarm, HistoryItem
from localaws.metrics.metric import Metric, MetricStat, Query
from localaws.metrics.statistics import is_plain


def shown(alarm: Alarm, record: StateRecord) -> dict[str, Any]:
    """A ``MetricAlarm`` or a ``CompositeAlarm``."""
    common = {
        "AlarmName": alarm.name,
        "AlarmArn": alarm.arn,
        "AlarmDescription": alarm.description,
        "AlarmConfigurationUpdatedTimestamp": _at(alarm.configured),
        **_actions(alarm.actions),
        "StateValue": record.state.value,
        "StateReason": record.reason,
        "StateReasonData": record.data,
        "StateUpdatedTimestamp": _at(record.since),
        "StateTransitionedTimestamp": _at(record.since),
    }
    more = {"AlarmRule": alarm.rule} if isinstance(alarm, CompositeAlarm) else _metric_alarm(alarm)
    return {name: value for name, value in (common | more).items() if value is not None}


def item(entry: HistoryItem) -> dict[str, Any]:
    """An ``AlarmHistoryItem``."""
    return {
        "AlarmName": entry.alarm,
        "AlarmType": entry.alarm_type,
        "Timestamp": _at(entry.moment),
        "HistoryItemType": entry.kind,
        "HistorySummary": entry.summary,
        "HistoryData": entry.data,
    }


def _metric_alarm(alarm: MetricAlarm) -> dict[str, Any]:
    threshold = alarm.threshold
    watched = {"Metrics": [_query(query) for query in alarm.queries]}
    if alarm.single is not None:
        watched = _single(alarm.single)
    return {
        **watched,
        "EvaluationPeriods": threshold.periods,
        "DatapointsToAlarm": threshold.to_alarm,
        "Threshold": threshold.value,
        "ComparisonOperator": threshold.comparison,
        "TreatMissingData": alarm.missing and alarm.missing.value,
        "EvaluateLowSampleCountPercentile": "ignore" if alarm.ignores_few_samples else None,
    }


def _single(stat: MetricStat) -> dict[str, Any]:
    kind = "Statistic" if is_plain(stat.stat) else "ExtendedStatistic"
    return {
        **_metric(stat.metric),
        kind: stat.stat,
        "Period": stat.period,
        "Unit": stat.unit,
    }


def _query(query: Query) -> dict[str, Any]:
    member: dict[str, Any] = {"Id": query.id, "ReturnData": query.returns}
    if query.stat is not None:
        stat = {"Period": query.stat.period, "Stat": query.stat.stat, "Unit": query.stat.unit}
        described = {"Metric": _metric(query.stat.metric), **stat}
        member["MetricStat"] = {k: v for k, v in described.items() if v is not None}
    more = {"Expression": query.expression, "Label": query.label, "Period": query.period}
    return member | {name: value for name, value in more.items() if value is not None}


def _metric(metric: Metric) -> dict[str, Any]:
    return {
        "MetricName": metric.name,
        "Namespace": metric.namespace,
        "Dimensions": [{"Name": name, "Value": value} for name, value in metric.dimensions],
    }


def _actions(actions: Actions) -> dict[str, bool | Sequence[str]]:
    return {
        "ActionsEnabled": actions.enabled,
        "OKActions": list(actions.ok),
        "AlarmActions": list(actions.alarm),
        "InsufficientDataActions": list(actions.insufficient_data),
    }


def _at(moment: float) -> datetime:
    return datetime.fromtimestamp(moment, UTC)
