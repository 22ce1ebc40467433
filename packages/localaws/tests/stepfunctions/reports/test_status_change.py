"""What EventBridge is told of an execution's beginning and end."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import EXPRESS, FAILED, SUCCEEDED, Execution
from localaws.stepfunctions.reports import status_change

ARN = "arn:aws:states:eu-west-1:123456789012:execution:Retraining:monday"
EXECUTION = Execution(ARN, "monday", "arn:machine", "arn:role", "{}", '{"a":1}', 1_000.5)
ENDED = replace(EXECUTION, status=SUCCEEDED, stopped=1_002.0, output='"done"')
START = Event(1, 0, "ExecutionStarted", 1_000.5)
STEP = Event(2, 1, "PassStateEntered", 1_001.0)
END = Event(3, 2, "ExecutionSucceeded", 1_002.0)


def told(execution: Execution, *events: Event) -> list[dict[str, Any]]:
    return [detail for _, detail in status_change.changes(execution, events)]


def test_a_beginning_and_an_end_in_one_batch_are_two_changes() -> None:
    began, ended = told(ENDED, START, STEP, END)

    assert (began["status"], began["output"], began["stopDate"]) == ("RUNNING", None, None)
    assert (ended["status"], ended["output"], ended["stopDate"]) == (
        "SUCCEEDED",
        '"done"',
        1_002_000,
    )


def test_a_step_is_no_change_of_status() -> None:
    assert told(EXECUTION, STEP) == []


def test_an_express_execution_tells_nothing() -> None:
    assert told(replace(ENDED, type=EXPRESS), START, END) == []


def test_the_detail_of_an_execution_that_runs() -> None:
    assert status_change.detail(EXECUTION) == {
        "executionArn": ARN,
        "stateMachineArn": "arn:machine",
        "stateMachineVersionArn": None,
        "stateMachineAliasArn": None,
        "name": "monday",
        "status": "RUNNING",
        "startDate": 1_000_500,
        "stopDate": None,
        "input": '{"a":1}',
        "inputDetails": {"included": True},
        "output": None,
        "outputDetails": None,
        "error": None,
        "cause": None,
        "redriveCount": 0,
        "redriveDate": None,
        "redriveStatus": "NOT_REDRIVABLE",
        "redriveStatusReason": "Execution is RUNNING and cannot be redriven",
    }


def test_what_failed_can_be_redriven() -> None:
    detail = status_change.detail(replace(EXECUTION, status=FAILED, error="E", cause="c"))

    assert (detail["redriveStatus"], detail["redriveStatusReason"]) == ("REDRIVABLE", None)
    assert (detail["error"], detail["cause"]) == ("E", "c")


@pytest.mark.parametrize(
    ("characters", "included"), [((100, 100), (1, 1)), ((200, 100), (0, 1)), ((10, 250), (0, 0))]
)
def test_input_and_then_output_are_left_out_where_they_are_too_long(
    characters: tuple[int, int], included: tuple[int, int]
) -> None:
    given, made = ("x" * 1024 * each for each in characters)

    detail = status_change.detail(replace(ENDED, input=given, output=made))

    shown = detail["inputDetails"]["included"], detail["outputDetails"]["included"]
    assert shown == included
    assert (detail["input"] is not None, detail["output"] is not None) == included
