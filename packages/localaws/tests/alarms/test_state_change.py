"""What is told of a change, against an event and a message that AWS sent."""

from __future__ import annotations

import json

from localaws.alarms import state_change
from localaws.alarms.alarm import Actions, Missing, State, StateRecord, unchecked
from localaws.alarms.state_change import StateChange

from .made import alarm, at

TOPIC = "arn:aws:sns:us-east-1:123456789012:pages"
BELL = alarm(
    stat="Maximum",
    description="rings",
    missing=Missing.NOT_BREACHING,
    actions=Actions(alarm=(TOPIC,)),
    configured=at("2024-03-01 00:00:00"),
)
RUNG = StateRecord(State.ALARM, "Because.", '{"version":"1.0"}', at("2024-03-16 12:16:45.770"))
CHANGE = StateChange(BELL, unchecked(at("2024-03-16 12:00:00")), RUNG)


def test_the_event() -> None:
    assert state_change.event_detail(CHANGE) == {
        "alarmName": "bell",
        "state": {
            "value": "ALARM",
            "reason": "Because.",
            "reasonData": '{"version":"1.0"}',
            "timestamp": "2024-03-16T12:16:45.770+0000",
        },
        "previousState": {
            "value": "INSUFFICIENT_DATA",
            "reason": "Unchecked: Initial alarm creation",
            "timestamp": "2024-03-16T12:00:00.000+0000",
        },
        "configuration": {
            "metrics": [
                {
                    "id": "m1",
                    "metricStat": {
                        "metric": {
                            "namespace": "Lab",
                            "name": "Errors",
                            "dimensions": {"Name": "one"},
                        },
                        "period": 60,
                        "stat": "Maximum",
                    },
                    "returnData": True,
                }
            ],
            "description": "rings",
        },
    }


def test_the_message_to_a_topic() -> None:
    assert state_change.subject(CHANGE) == 'ALARM: "bell" in US East (N. Virginia)'
    told = json.loads(state_change.message(CHANGE))
    assert told["Region"] == "US East (N. Virginia)"
    assert (told["OldStateValue"], told["NewStateValue"]) == ("INSUFFICIENT_DATA", "ALARM")
    assert told["StateChangeTime"] == "2024-03-16T12:16:45.770+0000"
    assert told["AlarmActions"] == [TOPIC]
    assert told["Trigger"] == {
        "MetricName": "Errors",
        "Namespace": "Lab",
        "StatisticType": "Statistic",
        "Statistic": "MAXIMUM",
        "Unit": None,
        "Dimensions": [{"value": "one", "name": "Name"}],
        "Period": 60,
        "EvaluationPeriods": 1,
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 50.0,
        "TreatMissingData": "notBreaching",
        "EvaluateLowSampleCountPercentile": "",
    }


def test_the_history() -> None:
    item = state_change.state_update(CHANGE)
    assert (item.kind, item.summary) == (
        "StateUpdate",
        "Alarm updated from INSUFFICIENT_DATA to ALARM",
    )
    assert json.loads(item.data)["newState"] == {
        "stateValue": "ALARM",
        "stateReason": "Because.",
        "stateReasonData": {"version": "1.0"},
    }


def test_an_action_that_fails_says_why() -> None:
    done = state_change.action(CHANGE, TOPIC, "{}", None)
    failed = state_change.action(CHANGE, TOPIC, "{}", "Topic does not exist")
    assert done.summary == f"Successfully executed action {TOPIC}"
    assert failed.summary == (
        f'Failed to execute action {TOPIC}. Received error: "Topic does not exist"'
    )
    assert json.loads(failed.data)["actionState"] == "Failed"
