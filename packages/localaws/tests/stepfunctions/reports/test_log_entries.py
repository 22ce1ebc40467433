"""Which events are logged at which level, and what of them."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.reports import log_entries
from localaws.stepfunctions.reports.log_entries import Destination

ARN = "arn:aws:states:eu-west-1:123456789012:execution:Retraining:monday"
EXECUTION = Execution(ARN, "monday", "arn:machine", "arn:role", "{}", "{}", 1_000.0)
GROUP = "arn:aws:logs:eu-west-1:123456789012:log-group:/aws/vendedlogs/states/retraining:*"
STARTED = Event(
    1,
    0,
    "ExecutionStarted",
    1_000.25,
    {"input": "{}", "inputDetails": {"truncated": False}, "roleArn": "arn:role"},
)
FAILED = Event(2, 1, "TaskFailed", 1_001.0, {"error": "Late", "cause": "why", "resource": "x"})
ENDED = Event(3, 2, "ExecutionFailed", 1_002.0, {"error": "Late", "cause": "why"})
EVENTS = [STARTED, FAILED, ENDED]


def logging(level: str, **members: Any) -> dict[str, Any]:
    group = {"cloudWatchLogsLogGroup": {"logGroupArn": GROUP}}
    return {"level": level, "destinations": [group], **members}


def logged(level: str, with_data: bool = False, events: Any = EVENTS) -> list[dict[str, Any]]:
    to = log_entries.destination(logging(level, includeExecutionData=with_data))
    assert to is not None
    return [json.loads(text) for _, text in log_entries.entries(EXECUTION, events, to)]


def test_the_destination_is_read_from_the_log_groups_arn() -> None:
    to = log_entries.destination(logging("ALL"))

    group = "/aws/vendedlogs/states/retraining"
    assert to == Destination("123456789012", "eu-west-1", group, "ALL", with_data=False)


@pytest.mark.parametrize("configuration", [None, {}, logging("OFF"), {"level": "ALL"}])
def test_nothing_is_logged_where_nothing_is_configured(configuration: Any) -> None:
    assert log_entries.destination(configuration) is None


@pytest.mark.parametrize(
    ("level", "types"),
    [
        ("ALL", ["ExecutionStarted", "TaskFailed", "ExecutionFailed"]),
        ("ERROR", ["TaskFailed", "ExecutionFailed"]),
        ("FATAL", ["ExecutionFailed"]),
    ],
)
def test_a_level_takes_the_events_of_its_column(level: str, types: list[str]) -> None:
    assert [entry["type"] for entry in logged(level)] == types


@pytest.mark.parametrize(
    ("event_type", "levels"),
    [
        ("FailStateEntered", ["ALL", "ERROR"]),
        ("LambdaFunctionTimedOut", ["ALL", "ERROR"]),
        ("MapRunFailed", ["ALL", "ERROR"]),
        ("ExecutionAborted", ["ALL", "ERROR", "FATAL"]),
        ("ExecutionTimedOut", ["ALL", "ERROR", "FATAL"]),
        ("ChoiceStateEntered", ["ALL"]),
        ("TaskSucceeded", ["ALL"]),
    ],
)
def test_an_event_is_logged_at_the_levels_of_its_row(event_type: str, levels: list[str]) -> None:
    event = replace(STARTED, type=event_type)

    assert [level for level in ("ALL", "ERROR", "FATAL") if logged(level, events=[event])] == levels


def test_an_entry_has_its_numbers_as_texts() -> None:
    first = logged("ALL", with_data=True)[0]

    assert first == {
        "id": "1",
        "type": "ExecutionStarted",
        "details": dict(STARTED.details),
        "redrive_count": "0",
        "previous_event_id": "0",
        "event_timestamp": "1000250",
        "execution_arn": ARN,
    }


def test_data_is_left_out_unless_it_is_asked_for() -> None:
    assert logged("ALL")[0]["details"] == {"roleArn": "arn:role"}
    assert logged("ALL")[1]["details"] == {"error": "Late", "cause": "why", "resource": "x"}


def test_what_is_longer_than_a_log_event_may_be_is_cut() -> None:
    long = replace(STARTED, details={"input": '"' * 300_000, "inputDetails": {"truncated": False}})

    details = logged("ALL", with_data=True, events=[long])[0]["details"]

    assert details["inputDetails"] == {"truncated": True}
    assert len(details["input"]) == (248 * 1024 - 2) // 2  # each quote is escaped
