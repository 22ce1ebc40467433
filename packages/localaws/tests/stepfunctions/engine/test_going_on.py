"""Executions that outlive the server, and those that are redriven."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from localaws.stepfunctions.engine import fold
from localaws.stepfunctions.engine.frame import Standings
from localaws.stepfunctions.language import machine
from localaws.stepfunctions.tasks.task import Failed, Succeeded

from .running import Running, eventually, failing, one, task

_SYNC = {"Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync"}


@pytest.fixture
def restart(running: Running) -> Iterator[Any]:
    started: list[Running] = []

    def restart(earlier: Running = running) -> Running:
        started.append(earlier.restarted())
        return started[-1]

    yield restart
    for each in started:
        each.engine.close()


def test_a_wait_goes_on(running: Running, restart: Any) -> None:
    arn = running.start(one({"Type": "Wait", "Seconds": 60, "End": True}), {"a": 1})
    running.until(arn, "WaitStateEntered")
    following = restart()
    assert following.types(arn)[-1] == "WaitStateEntered"
    running.clock.move(61)
    assert following.ended(arn).output == '{"a":1}'


def test_a_wait_whose_moment_passed_meanwhile_is_over_at_once(
    running: Running, restart: Any
) -> None:
    arn = running.start(one({"Type": "Wait", "Seconds": 60, "End": True}))
    running.until(arn, "WaitStateEntered")
    running.engine.close()
    running.clock.move(61)
    assert restart().ended(arn).status == "SUCCEEDED"


def test_the_time_until_the_next_heartbeat_begins_anew(running: Running, restart: Any) -> None:
    fields = task(".waitForTaskToken", HeartbeatSeconds=60, Parameters={"T.$": "$$.Task.Token"})
    arn = running.start(one(fields))
    running.until(arn, "TaskSubmitted")
    running.engine.close()
    running.clock.move(100)
    following = restart()
    running.clock.move(30)
    following.engine.task_success(running.tasks.calls[0].token, "1")
    assert following.ended(arn).output == "1"


def test_work_that_is_waited_for_is_asked_after_anew(running: Running, restart: Any) -> None:
    running.tasks.respond = lambda order: {"JobArn": "j"}
    arn = running.start(one(task() | _SYNC))
    eventually(lambda: bool(running.tasks.watched))
    following = restart()
    eventually(lambda: bool(following.tasks.watched))
    order, report = following.tasks.watched[0]
    assert order.token == running.tasks.watched[0][0].token
    report(Failed("States.TaskFailed", "the job is no more"))
    assert following.ended(arn).cause == "the job is no more"


def test_a_token_is_of_use_after_a_restart(running: Running, restart: Any) -> None:
    arn = running.start(one(task(".waitForTaskToken", Parameters={"T.$": "$$.Task.Token"})))
    running.until(arn, "TaskSubmitted")
    following = restart()
    following.engine.task_success(running.tasks.calls[0].token, '"yes"')
    assert following.ended(arn).output == '"yes"'


def test_a_request_that_was_under_way_fails_its_attempt(running: Running, restart: Any) -> None:
    never = threading.Event()
    running.tasks.respond = lambda order: never.wait(20)
    arn = running.start(one(task()))
    running.until(arn, "TaskStarted")
    done = restart().ended(arn)
    never.set()
    assert (done.status, done.error) == ("FAILED", "States.TaskFailed")


def test_an_attempt_that_was_to_come_still_comes(running: Running, restart: Any) -> None:
    running.tasks.respond = failing("E")
    retry = [{"ErrorEquals": ["E"], "IntervalSeconds": 30, "MaxAttempts": 1}]
    arn = running.start(one(task(Retry=retry)))
    running.until(arn, "TaskFailed")
    following = restart()
    running.clock.move(31)
    assert following.ended(arn).status == "SUCCEEDED"
    assert following.tasks.calls[0].attempt == 1


def test_a_map_goes_on_with_the_iterations_that_are_left(running: Running, restart: Any) -> None:
    processor = one({"Type": "Wait", "Seconds": 10, "End": True})
    machine = one({"Type": "Map", "MaxConcurrency": 2, "ItemProcessor": processor, "End": True})
    arn = running.start(machine, [1, 2, 3, 4])
    running.until(arn, "WaitStateEntered", 2)
    running.clock.move(11)
    running.until(arn, "WaitStateEntered", 4)
    following = restart()
    running.clock.move(11)
    assert following.ended(arn).output == "[1,2,3,4]"
    assert following.types(arn).count("MapIterationStarted") == 4


def test_frames_follow_from_the_events_alone(running: Running) -> None:
    definition = one(
        {
            "Type": "Parallel",
            "Branches": [
                one({"Type": "Wait", "Seconds": 9, "End": True}),
                {
                    "StartAt": "T",
                    "States": {"T": task(".waitForTaskToken", Assign={"v": 1})},
                },
            ],
            "End": True,
        }
    )
    arn = running.start(definition)
    running.until(arn, "TaskSubmitted")
    found, _ = machine.read(json.dumps(definition))
    assert found is not None
    read = Standings(found.branch)
    for event in running.events(arn):
        fold.apply(read, event)
    live = running.engine._live[arn].standings
    assert {n: (f.standing, f.at, f.wake) for n, f in read.frames.items()} == {
        n: (f.standing, f.at, f.wake) for n, f in live.frames.items()
    }
    assert read.tasks.keys() == live.tasks.keys()


def test_a_redrive_goes_on_in_the_state_that_failed(running: Running) -> None:
    running.tasks.respond = failing("E")
    machine = one({"Type": "Pass", "Result": 7, "Next": "T"}, T=task())
    done = running.run(machine)
    assert done.status == "FAILED"
    running.tasks.respond = lambda order: "mended"
    running.engine.redrive(done)
    again = running.ended(done.arn)
    assert (again.status, again.output, again.redrive_count) == ("SUCCEEDED", '"mended"', 1)
    assert (again.error, again.cause) == (None, None)
    types = running.types(done.arn)
    assert types.count("PassStateEntered") == 1
    following = types[types.index("ExecutionRedriven") :]
    assert following[:3] == ["ExecutionRedriven", "TaskStateEntered", "TaskScheduled"]


def test_a_redriven_execution_runs_in_the_journal_too(running: Running) -> None:
    running.tasks.respond = failing("E")
    machine = one(task(Next="W"), W={"Type": "Wait", "Seconds": 60, "End": True})
    done = running.run(machine)
    running.tasks.respond = lambda order: {}
    running.engine.redrive(done)
    running.until(done.arn, "WaitStateEntered")
    found = running.journal.execution(done.arn)
    assert found is not None
    assert (found.status, found.redrive_count, found.error) == ("RUNNING", 1, None)


def test_a_redrive_leaves_branches_and_iterations_that_ended_alone(running: Running) -> None:
    running.tasks.respond = lambda order: failing("E")(order) if order.arguments == 2 else "ok"
    processor = one({"Type": "Pass", "Next": "T"}, T=task())
    machine = one({"Type": "Map", "MaxConcurrency": 1, "ItemProcessor": processor, "End": True})
    done = running.run(machine, [1, 2, 3])
    assert done.status == "FAILED"
    running.tasks.respond = lambda order: "mended"
    running.engine.redrive(done)
    assert running.ended(done.arn).output == '["ok","mended","mended"]'
    assert running.types(done.arn).count("PassStateEntered") == 3


def test_a_redriven_execution_tells_so_in_its_context(running: Running) -> None:
    running.tasks.respond = failing("E")
    machine = one(task(Next="P"), P={"Type": "Pass", "Parameters": {"c.$": "$$"}, "End": True})
    done = running.run(machine)
    running.tasks.respond = lambda order: {}
    running.engine.redrive(done)
    context = json.loads(running.ended(done.arn).output or "")["c"]
    assert context["Execution"]["RedriveCount"] == 1
    assert "RedriveTime" in context["Execution"]


def test_a_redriven_map_run_is_told_so(running: Running) -> None:
    config = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}}
    processor = one({"Type": "Succeed"}) | config
    arn = running.start(one({"Type": "Map", "ItemProcessor": processor, "End": True}), [1])
    eventually(lambda: bool(running.map_runs.orders))
    running.map_runs.orders[0][1](Failed("E", "c"))
    running.engine.redrive(running.ended(arn))
    eventually(lambda: len(running.map_runs.orders) == 2)
    order, report = running.map_runs.orders[1]
    assert (order.how.value, order.arn) == ("redrive", running.map_runs.orders[0][0].arn)
    report(Succeeded([1]))
    assert running.ended(arn).status == "SUCCEEDED"
    assert "MapRunRedriven" in running.types(arn)
