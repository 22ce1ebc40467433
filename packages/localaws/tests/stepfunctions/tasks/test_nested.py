"""An execution that another started, as the task sees it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from localaws.clock import Clock
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks.nested import NestedExecutions
from localaws.stepfunctions.tasks.task import Ended, Failed, Succeeded
from packages.localaws.tests.stepfunctions.tasks.orders import EXECUTION, Aws, order

CHILD = replace(
    EXECUTION,
    arn="arn:aws:states:us-east-1:123456789012:execution:child:c",
    name="c",
    machine_arn="arn:aws:states:us-east-1:123456789012:stateMachine:child",
    input='{"a":1}',
    started=10.5,
)
DONE = replace(CHILD, status="SUCCEEDED", output='{"b":2}', stopped=11.25)
BROKEN = replace(CHILD, status="FAILED", error="E", cause="why", stopped=11.25)


class Executions:
    """One execution, which runs or has ended."""

    def __init__(self, execution: Execution | None, runs: bool) -> None:
        self.execution, self.runs = execution, runs
        self.listeners: list[Callable[[Execution], None]] = []
        self.stopped: list[str] = []

    def when_ended(self, arn: str, call: Callable[[Execution], None]) -> bool:
        self.listeners.append(call)
        return self.runs

    def abort(self, arn: str) -> None:
        self.stopped.append(arn)

    def find(self, arn: str) -> Execution | None:
        return self.execution


def _waited(executions: Executions, pattern: str) -> list[Ended]:
    reported: list[Ended] = []
    nested = NestedExecutions(Aws().requests(), Clock(), executions)
    asked = order(f"states:startExecution.{pattern}", {})
    nested.wait(asked, {"ExecutionArn": CHILD.arn}, reported.append)
    return reported


def test_sync_gives_input_and_output_as_texts() -> None:
    assert _waited(Executions(DONE, runs=False), "sync") == [
        Succeeded(
            {
                "ExecutionArn": CHILD.arn,
                "Input": '{"a":1}',
                "InputDetails": {"Included": True},
                "Name": "c",
                "Output": '{"b":2}',
                "OutputDetails": {"Included": True},
                "RedriveCount": 0,
                "RedriveStatus": "NOT_REDRIVABLE",
                "RedriveStatusReason": "Execution is SUCCEEDED and cannot be redriven",
                "StartDate": 10500,
                "StateMachineArn": CHILD.machine_arn,
                "Status": "SUCCEEDED",
                "StopDate": 11250,
            }
        )
    ]


def test_sync_2_gives_them_as_json() -> None:
    [ended] = _waited(Executions(DONE, runs=False), "sync:2")
    assert isinstance(ended, Succeeded)
    assert (ended.output["Input"], ended.output["Output"]) == ({"a": 1}, {"b": 2})


def test_one_that_fails_fails_the_task_with_its_description() -> None:
    [ended] = _waited(Executions(BROKEN, runs=False), "sync")
    assert isinstance(ended, Failed)
    assert ended.error == "States.TaskFailed"
    told = json_text.read(ended.cause)
    assert (told["Status"], told["Error"], told["Cause"]) == ("FAILED", "E", "why")
    assert "Output" not in told


def test_one_that_runs_is_heard_of_when_it_ends() -> None:
    executions = Executions(CHILD, runs=True)
    reported = _waited(executions, "sync")
    assert reported == []
    executions.listeners[0](DONE)
    assert isinstance(reported[0], Succeeded)


@pytest.mark.parametrize("left", [None, CHILD])
def test_one_that_is_no_more_fails_the_task(left: Execution | None) -> None:
    [ended] = _waited(Executions(left, runs=False), "sync")
    assert ended == Failed("States.TaskFailed", f"Execution Does Not Exist: '{CHILD.arn}'")


def test_a_task_that_is_over_stops_the_execution() -> None:
    executions = Executions(CHILD, runs=True)
    nested = NestedExecutions(Aws().requests(), Clock(), executions)
    nested.stop(order("states:startExecution.sync", {}), {"ExecutionArn": CHILD.arn})
    assert executions.stopped == [CHILD.arn]
