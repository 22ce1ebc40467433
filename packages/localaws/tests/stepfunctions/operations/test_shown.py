"""Events are shown in the members that AWS gives each type, with or without data."""

from __future__ import annotations

from datetime import UTC, datetime

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.operations import shown

ENTERED = Event(2, 1, "PassStateEntered", 1.5, {"name": "S", "input": "{}"}, {"frame": 1})
MOMENT = datetime(1970, 1, 1, 0, 0, 1, 500_000, UTC)


def test_an_event() -> None:
    assert shown.event(ENTERED, with_data=True) == {
        "id": 2,
        "previousEventId": 1,
        "timestamp": MOMENT,
        "type": "PassStateEntered",
        "stateEnteredEventDetails": {
            "name": "S",
            "input": "{}",
            "inputDetails": {"truncated": False},
        },
    }


def test_without_data() -> None:
    assert shown.event(ENTERED, with_data=False)["stateEnteredEventDetails"] == {"name": "S"}
    failed = Event(3, 2, "ExecutionFailed", 1.5, {"error": "E", "cause": "why"})
    assert shown.event(failed, with_data=False)["executionFailedEventDetails"] == failed.details


def test_variables_that_were_assigned_are_whole() -> None:
    exited = Event(3, 2, "PassStateExited", 1.5, {"name": "S", "assignedVariables": {"x": "1"}})
    assert shown.event(exited, with_data=True)["stateExitedEventDetails"] == {
        "name": "S",
        "assignedVariables": {"x": "1"},
        "assignedVariablesDetails": {"truncated": False},
    }


def test_details_may_be_empty_or_none() -> None:
    succeeded = shown.event(Event(3, 2, "MapStateSucceeded", 1.5), with_data=True)
    assert not any(name.endswith("Details") for name in succeeded)
    assert (
        shown.event(Event(3, 2, "ActivityStarted", 1.5), True)["activityStartedEventDetails"] == {}
    )


def test_an_execution_that_runs_has_not_stopped() -> None:
    running = Execution("a", "n", "m", "r", "{}", "{}", 1.5)
    assert shown.listed(running) == {
        "executionArn": "a",
        "name": "n",
        "stateMachineArn": "m",
        "status": "RUNNING",
        "startDate": MOMENT,
        "redriveCount": 0,
    }
    assert shown.data(running, included=True) == {"input": "{}", "inputDetails": {"included": True}}
