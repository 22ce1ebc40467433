"""What is told of an alarm that is made, changed or deleted: the event, the entry of the history. Pure.

The event as the CloudWatch user guide shows it ("Alarm events and EventBridge"). Of the history's data only the
type is published; the rest of it is the alarm as the API describes it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localaws.alarms import numbers
from localaws.alarms.alarm import MetricAlarm, StateRecord
from localaws.alarms.asked_for import kind
from localaws.alarms.shown import shown
from localaws.alarms.state_change import Alarm, HistoryItem, metrics

DETAIL_TYPE = "CloudWatch Alarm Configuration Change"

_DONE = {"create": "created", "update": "updated", "delete": "deleted"}


@dataclass(frozen=True)
class ConfigurationChange:
    """What was done with an alarm: create, update or delete. ``previous`` is what it was before an update."""

    operation: str
    alarm: Alarm
    record: StateRecord
    moment: float
    previous: Alarm | None = None


def event_detail(change: ConfigurationChange) -> dict[str, Any]:
    """``detail`` of the EventBridge event."""
    record = change.record
    state: dict[str, Any] = {"value": record.state, "timestamp": numbers.timestamp(record.since)}
    if change.operation != "create":
        state["reason"] = record.reason
    detail = {
        "alarmName": change.alarm.name,
        "operation": change.operation,
        "state": state,
        "configuration": _configuration(change.alarm),
    }
    if change.previous is not None:
        detail["previousConfiguration"] = _configuration(change.previous)
    return detail


def history_item(change: ConfigurationChange) -> HistoryItem:
    """The entry of DescribeAlarmHistory."""
    alarm, done = change.alarm, _DONE[change.operation]
    data = {
        "version": "1.0",
        "type": change.operation.capitalize(),
        f"{done}Alarm": _described(alarm, change.record),
    }
    text = json.dumps(data, separators=(",", ":"), default=_written)
    summary = f'Alarm "{alarm.name}" {done}'
    return HistoryItem(alarm.name, kind(alarm), change.moment, "ConfigurationUpdate", summary, text)


def _configuration(alarm: Alarm) -> dict[str, Any]:
    actions = alarm.actions
    found: dict[str, Any] = {}
    if isinstance(alarm, MetricAlarm):
        threshold = alarm.threshold
        found |= {
            "evaluationPeriods": threshold.periods,
            "datapointsToAlarm": threshold.to_alarm,
            "threshold": threshold.value,
            "comparisonOperator": threshold.comparison,
            "treatMissingData": alarm.missing,
            "metrics": metrics(alarm),
        }
    else:
        found["alarmRule"] = alarm.rule
    found |= {
        "alarmName": alarm.name,
        "description": alarm.description,
        "actionsEnabled": actions.enabled,
        "timestamp": numbers.timestamp(alarm.configured),
        "okActions": list(actions.ok),
        "alarmActions": list(actions.alarm),
        "insufficientDataActions": list(actions.insufficient_data),
    }
    return {name: value for name, value in found.items() if value is not None}


def _described(alarm: Alarm, record: StateRecord) -> dict[str, Any]:
    return {name[:1].lower() + name[1:]: value for name, value in shown(alarm, record).items()}


def _written(value: object) -> str:
    assert isinstance(value, datetime)
    return numbers.timestamp(value.timestamp())
