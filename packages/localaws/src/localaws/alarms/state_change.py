"""What is told of a change of state: the event, the message to a topic, the entries of the history.

Members and their order as in events and messages that AWS sent and people published.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from localaws.alarms import numbers
from localaws.alarms.alarm import MetricAlarm, StateRecord
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.region_names import region_name
from localaws.metrics.metric import MetricStat, Query

Alarm = MetricAlarm | CompositeAlarm

DETAIL_TYPE = "CloudWatch Alarm State Change"
SOURCE = "aws.cloudwatch"


@dataclass(frozen=True)
class StateChange:
    """An alarm that went from one state to another."""

    alarm: Alarm
    old: StateRecord
    new: StateRecord


def event_detail(change: StateChange) -> dict[str, Any]:
    """``detail`` of the EventBridge event."""
    alarm = change.alarm
    configuration: dict[str, Any] = {}
    if isinstance(alarm, MetricAlarm):
        configuration["metrics"] = metrics(alarm)
    else:
        configuration |= {"actionsEnabled": alarm.actions.enabled, "alarmRule": alarm.rule}
    if alarm.description is not None:
        configuration["description"] = alarm.description
    return {
        "alarmName": alarm.name,
        "state": _state(change.new),
        "previousState": _state(change.old),
        "configuration": configuration,
    }


def function_event(change: StateChange) -> dict[str, Any]:
    """What a function gets that is one of the alarm's actions ("Invoke a Lambda function from an alarm")."""
    alarm = change.alarm
    return {
        "source": SOURCE,
        "alarmArn": alarm.arn,
        "accountId": alarm.account,
        "time": numbers.timestamp(change.new.since),
        "region": alarm.region,
        "alarmData": event_detail(change),
    }


def metrics(alarm: MetricAlarm) -> list[dict[str, Any]]:
    """What an alarm watches, as events say it."""
    return [_metric(query) for query in alarm.queries]


def subject(change: StateChange) -> str:
    """Of the message to a topic."""
    alarm = change.alarm
    return f'{change.new.state}: "{alarm.name}" in {region_name(alarm.region)}'[:100]


def message(change: StateChange) -> str:
    """The message to a topic, as JSON text."""
    alarm, new = change.alarm, change.new
    content: dict[str, Any] = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "AWSAccountId": alarm.account,
        "AlarmConfigurationUpdatedTimestamp": numbers.timestamp(alarm.configured),
        "NewStateValue": new.state,
        "NewStateReason": new.reason,
        "StateChangeTime": numbers.timestamp(new.since),
        "Region": region_name(alarm.region),
        "AlarmArn": alarm.arn,
        "OldStateValue": change.old.state,
        "OKActions": list(alarm.actions.ok),
        "AlarmActions": list(alarm.actions.alarm),
        "InsufficientDataActions": list(alarm.actions.insufficient_data),
    }
    if isinstance(alarm, MetricAlarm):
        content["Trigger"] = _trigger(alarm)
    else:
        content["AlarmRule"] = alarm.rule
    return json.dumps(content, separators=(",", ":"))


@dataclass(frozen=True)
class HistoryItem:
    """An entry of DescribeAlarmHistory. ``data`` is JSON text."""

    alarm: str
    alarm_type: str
    moment: float
    kind: str  # ConfigurationUpdate, StateUpdate or Action
    summary: str
    data: str


def state_update(change: StateChange) -> HistoryItem:
    """The entry for the change itself."""
    data = {
        "version": "1.0",
        "oldState": _remembered(change.old),
        "newState": _remembered(change.new),
    }
    summary = f"Alarm updated from {change.old.state} to {change.new.state}"
    return _item(change.alarm, change.new.since, "StateUpdate", summary, data)


def action(change: StateChange, target: str, published: str, error: str | None) -> HistoryItem:
    """The entry for an action that was done, or failed because of ``error``."""
    data: dict[str, Any] = {
        "actionState": "Failed" if error else "Succeeded",
        "stateUpdateTimestamp": int(change.new.since * 1000),
        "notificationResource": target,
        "publishedMessage": published,
        "error": error,
    }
    if error:
        summary = f'Failed to execute action {target}. Received error: "{error}"'
    else:
        summary = f"Successfully executed action {target}"
    return _item(change.alarm, change.new.since, "Action", summary, data)


def _item(alarm: Alarm, moment: float, kind: str, summary: str, data: Any) -> HistoryItem:
    of = "MetricAlarm" if isinstance(alarm, MetricAlarm) else "CompositeAlarm"
    text = json.dumps(data, separators=(",", ":"))
    return HistoryItem(alarm.name, of, moment, kind, summary, text)


def _state(record: StateRecord) -> dict[str, Any]:
    state = {"value": record.state, "reason": record.reason}
    if record.data is not None:
        state["reasonData"] = record.data
    return {**state, "timestamp": numbers.timestamp(record.since)}


def _remembered(record: StateRecord) -> dict[str, Any]:
    state: dict[str, Any] = {"stateValue": record.state, "stateReason": record.reason}
    if record.data is not None:
        state["stateReasonData"] = json.loads(record.data)
    return state


def _metric(query: Query) -> dict[str, Any]:
    member: dict[str, Any] = {"id": query.id}
    if query.stat is not None:
        metric = query.stat.metric
        member["metricStat"] = {
            "metric": {
                "namespace": metric.namespace,
                "name": metric.name,
                "dimensions": dict(metric.dimensions),
            },
            "period": query.stat.period,
            "stat": query.stat.stat,
        }
        if query.stat.unit is not None:
            member["metricStat"]["unit"] = query.stat.unit
    else:
        member["expression"] = query.expression
    if query.label is not None:
        member["label"] = query.label
    return {**member, "returnData": query.returns}


# How a message to a topic writes them.
_STATISTICS = {
    "SampleCount": "SAMPLE_COUNT",
    "Average": "AVERAGE",
    "Sum": "SUM",
    "Minimum": "MINIMUM",
    "Maximum": "MAXIMUM",
}


def _trigger(alarm: MetricAlarm) -> dict[str, Any]:
    trigger: dict[str, Any] = {}
    if alarm.single is not None:
        trigger |= _single(alarm.single)
    else:
        trigger["Period"] = alarm.period
    trigger["EvaluationPeriods"] = alarm.threshold.periods
    if alarm.threshold.to_alarm is not None:
        trigger["DatapointsToAlarm"] = alarm.threshold.to_alarm
    trigger |= {
        "ComparisonOperator": alarm.threshold.comparison,
        "Threshold": float(alarm.threshold.value),
        "TreatMissingData": alarm.missing or "",
        "EvaluateLowSampleCountPercentile": "ignore" if alarm.ignores_few_samples else "",
    }
    if alarm.single is None:
        trigger["Metrics"] = [_triggering(query) for query in alarm.queries]
    return trigger


def _single(stat: MetricStat) -> dict[str, Any]:
    plain = stat.stat in _STATISTICS
    kind = "Statistic" if plain else "ExtendedStatistic"
    return {
        "MetricName": stat.metric.name,
        "Namespace": stat.metric.namespace,
        "StatisticType": kind,
        kind: _STATISTICS.get(stat.stat, stat.stat),
        "Unit": stat.unit,
        "Dimensions": [{"value": value, "name": name} for name, value in stat.metric.dimensions],
        "Period": stat.period,
    }


def _triggering(query: Query) -> dict[str, Any]:
    member: dict[str, Any] = {"Id": query.id}
    if query.label is not None:
        member["Label"] = query.label
    if query.stat is not None:
        metric = query.stat.metric
        member["MetricStat"] = {
            "Metric": {
                "Dimensions": [{"value": v, "name": n} for n, v in metric.dimensions],
                "MetricName": metric.name,
                "Namespace": metric.namespace,
            },
            "Period": query.stat.period,
            "Stat": query.stat.stat,
        }
    else:
        member["Expression"] = query.expression
    return {**member, "ReturnData": query.returns}
