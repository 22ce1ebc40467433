"""Executions of which a test case answers for some tasks, on the engine itself."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.engine.journal import MemoryJournal
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.resource import Resource
from localaws.stepfunctions.mocks.integrations import MockedIntegrations
from localaws.stepfunctions.mocks.source import MockSource
from localaws.stepfunctions.tasks.task import Order, Report

from ..engine.running import MapRunsOfTest, Running

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:Retraining"
TRAIN = "arn:aws:states:::sagemaker:createTrainingJob.sync"
APPROVE = "arn:aws:states:us-east-1:123456789012:activity:Approve"
LATE = {"Throw": {"Error": "Late", "Cause": "too late"}}


class Services:
    """The services: each gives what it is asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def integration(self, execution: Execution, state: str, resource: Resource) -> Services:
        return self

    def call(self, order: Order) -> Any:
        self.asked.append(order.state)
        return order.arguments

    def wait(self, order: Order, response: Any, report: Report) -> None:
        raise AssertionError("nothing here waits")

    def stop(self, order: Order, response: Any) -> None:
        raise AssertionError("nothing here is stopped")


class Mocked(Running):
    """An engine whose tasks a file answers."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal, self.clock = MemoryJournal(), Clock()
        self.services = Services()
        mocks = MockedIntegrations(self.services, MockSource(path))
        self.engine = Engine(
            *(lambda _: self.journal, self.clock, mocks, MapRunsOfTest()),
            is_mocked=mocks.is_mocked,
        )

    def mock(self, case: dict[str, str], **responses: Any) -> None:
        machines = {"Retraining": {"TestCases": {"Case": case}}}
        whole = {"StateMachines": machines, "MockedResponses": responses}
        self.path.write_text(json.dumps(whole))

    def execute(self, states: dict[str, Any], case: str | None = "Case") -> Execution:
        definition = json.dumps({"StartAt": next(iter(states)), "States": states})
        name = uuid.uuid4().hex
        arn = f"{MACHINE.replace('stateMachine', 'execution')}:{name}"
        self.engine.start(
            Execution(
                *(arn, name, MACHINE, "arn:role", definition, "{}", self.clock.seconds()),
                mock_case=case,
            )
        )
        return self.ended(arn)


@pytest.fixture
def mocked(tmp_path: Path) -> Iterator[Mocked]:
    mocked = Mocked(tmp_path / "mocks.json")
    yield mocked
    mocked.engine.close()
    mocked.clock.close()


def task(resource: str, **fields: Any) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "End": True, **fields}


def test_a_mocked_job_ends_as_one_that_was_waited_for(mocked: Mocked) -> None:
    mocked.mock({"Train": "Trained"}, Trained={"0": {"Return": {"ModelArtifacts": "here"}}})

    ended = mocked.execute({"Train": task(TRAIN)})

    assert json.loads(ended.output or "") == {"ModelArtifacts": "here"}
    assert mocked.types(ended.arn)[2:6] == [
        *("TaskScheduled", "TaskStarted", "TaskSubmitted", "TaskSucceeded")
    ]
    assert mocked.services.asked == []


def test_what_the_case_does_not_name_asks_its_service(mocked: Mocked) -> None:
    mocked.mock({"Train": "Trained"}, Trained={"0": {"Return": {"Name": "model"}}})
    send = task("arn:aws:states:::sqs:sendMessage", Parameters={"MessageBody.$": "$.Name"})

    ended = mocked.execute({"Train": task(TRAIN, End=False, Next="Tell"), "Tell": send})

    assert json.loads(ended.output or "") == {"MessageBody": "model"}
    assert mocked.services.asked == ["Tell"]


def test_without_a_case_nothing_is_mocked(mocked: Mocked) -> None:
    mocked.mock({"Tell": "Told"}, Told={"0": {"Return": "mocked"}})

    mocked.execute({"Tell": task("arn:aws:states:::sqs:sendMessage")}, case=None)

    assert mocked.services.asked == ["Tell"]


def test_attempts_have_numbers(mocked: Mocked) -> None:
    mocked.mock({"Train": "Late"}, Late={"0-1": LATE, "2": {"Return": "in time"}})
    retry = [{"ErrorEquals": ["Late"], "MaxAttempts": 2, "IntervalSeconds": 1, "BackoffRate": 1}]
    mocked.clock.seconds = _hurrying(mocked.clock)  # type: ignore[method-assign]

    ended = mocked.execute({"Train": task(TRAIN, Retry=retry)})

    assert (ended.status, ended.output) == ("SUCCEEDED", '"in time"')


def _hurrying(clock: Clock) -> Any:
    """Time that passes a hundred times as fast."""
    seconds = clock.seconds
    began = seconds()
    return lambda: began + (seconds() - began) * 100


def test_what_is_thrown_is_caught(mocked: Mocked) -> None:
    mocked.mock({"Train": "Late"}, Late={"0": LATE})
    caught = [{"ErrorEquals": ["Late"], "Next": "Tell"}]

    ended = mocked.execute({"Train": task(TRAIN, Catch=caught), "Tell": {"Type": "Succeed"}})

    assert json.loads(ended.output or "") == {"Error": "Late", "Cause": "too late"}


def test_an_invocation_without_a_response_fails_and_says_so(mocked: Mocked) -> None:
    mocked.mock({"Train": "Once"}, Once={"1": {"Return": 1}})

    ended = mocked.execute({"Train": task(TRAIN)})

    assert ended.status == "FAILED"
    assert "'Once' has nothing for invocation 0 of state 'Train'" in (ended.cause or "")


@pytest.mark.parametrize(
    "resource",
    [
        *(APPROVE, "arn:aws:states:::sqs:sendMessage.waitForTaskToken"),
        *("arn:aws:lambda:us-east-1:123456789012:function:f", "arn:aws:states:::glue:startJobRun"),
        "arn:aws:states:::states:startExecution.sync:2",
    ],
)
def test_tasks_of_every_kind_are_answered(mocked: Mocked, resource: str) -> None:
    mocked.mock({"Ask": "Yes"}, Yes={"0": {"Return": "yes"}})

    ended = mocked.execute({"Ask": task(resource)})

    assert (ended.status, ended.output) == ("SUCCEEDED", '"yes"')


def test_iterations_are_counted_together(mocked: Mocked) -> None:
    mocked.mock(
        {"Train": "Each"}, Each={"0": {"Return": "a"}, "1": {"Return": "b"}, "2": {"Return": "c"}}
    )
    each = {
        "Type": "Map",
        "MaxConcurrency": 1,
        "ItemProcessor": {"StartAt": "Train", "States": {"Train": task(TRAIN)}},
        "End": True,
    }
    items = {"Type": "Pass", "Result": [1, 2, 3], "Next": "Each"}

    ended = mocked.execute({"Items": items, "Each": each})

    assert ended.output == '["a","b","c"]'


def test_children_of_a_map_run_are_counted_together(mocked: Mocked) -> None:
    base = MACHINE.replace("stateMachine", "execution")
    mocks = MockedIntegrations(mocked.services, MockSource(mocked.path))
    first, second, other = (
        Execution(
            f"{base}/Each:{name}", name, f"{MACHINE}/Each", "r", "{}", "{}", 0, map_run_arn=run
        )
        for name, run in (("a", "run"), ("b", "run"), ("c", "another run"))
    )

    assert [mocks.invoked(each, "Train") for each in (first, second, first, other)] == [0, 1, 2, 0]


def test_a_file_that_became_wrong_fails_the_task(mocked: Mocked) -> None:
    mocked.path.write_text("{}")

    ended = mocked.execute({"Train": task(TRAIN)})

    assert ended.status == "FAILED"
    assert "no state machine 'Retraining': it has none" in (ended.cause or "")
