"""What children gave, as results have it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_runs.record import Child
from localaws.stepfunctions.map_runs.results import COMPACT, FLATTEN, NONE, group, record, shown

ARN = "arn:aws:states:us-east-1:123456789012:execution:m/L:n"
EXECUTION = Execution(
    ARN,
    "n",
    "arn:aws:states:us-east-1:123456789012:stateMachine:m/L",
    "r",
    "{}",
    '"in"',
    0.0,
    status="SUCCEEDED",
    stopped=1.5,
    output="[1,2]",
    map_run_arn="arn:aws:states:us-east-1:123456789012:mapRun:m/L:r",
)
FAILED = replace(EXECUTION, status="FAILED", output=None, error="E", cause="c")
CHILD = Child(0, 1, '"in"')


def test_a_success_is_shown_whole() -> None:
    assert record(EXECUTION) == {
        "ExecutionArn": ARN,
        "Input": '"in"',
        "InputDetails": {"Included": True},
        "Name": "n",
        "Output": "[1,2]",
        "OutputDetails": {"Included": True},
        "RedriveCount": 0,
        "RedriveStatus": "NOT_REDRIVABLE",
        "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
        "StartDate": "1970-01-01T00:00:00.000Z",
        "StateMachineArn": "arn:aws:states:us-east-1:123456789012:stateMachine:m/L",
        "Status": "SUCCEEDED",
        "StopDate": "1970-01-01T00:00:01.500Z",
    }


def test_a_failure_says_why_and_that_it_can_be_redriven() -> None:
    found = record(FAILED)
    assert (found["Error"], found["Cause"], found["Status"]) == ("E", "c", "FAILED")
    assert found["RedriveStatus"] == "REDRIVABLE_BY_MAP_RUN"
    assert "Output" not in found


def test_express_executions_are_not_redriven() -> None:
    assert "RedriveStatus" not in record(replace(EXECUTION, type="EXPRESS"))


def test_a_transformation_shapes_what_succeeded() -> None:
    done = CHILD.ended(EXECUTION)
    assert shown(done, NONE) == [record(EXECUTION)]
    assert shown(done, COMPACT) == [[1, 2]]
    assert shown(done, FLATTEN) == [1, 2]
    assert shown(CHILD.ended(replace(EXECUTION, output='{"a":1}')), FLATTEN) == [{"a": 1}]


@pytest.mark.parametrize("how", [NONE, COMPACT, FLATTEN])
def test_what_did_not_succeed_is_shown_whole_always(how: str) -> None:
    assert shown(CHILD.ended(FAILED), how) == [record(FAILED)]
    pending = {"Input": '"in"', "InputDetails": {"Included": True}, "Status": "PENDING"}
    assert shown(CHILD, how) == [pending]


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("SUCCEEDED", "SUCCEEDED"),
        ("FAILED", "FAILED"),
        ("TIMED_OUT", "FAILED"),
        ("ABORTED", "FAILED"),
        ("PENDING", "PENDING"),
        ("PENDING_REDRIVE", "PENDING"),
        ("RUNNING", "PENDING"),
    ],
)
def test_a_child_belongs_in_one_of_three_files(status: str, expected: str) -> None:
    assert group(replace(CHILD, status=status)) == expected
