"""What a Task state writes and becomes, whatever its work is."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from localaws.stepfunctions.engine.tokens import TaskOver, UnknownToken
from localaws.stepfunctions.tasks.task import Failed, Succeeded

from .running import Running, eventually, failing, one, task

SYNC = "arn:aws:states:::sagemaker:createTrainingJob.sync"
ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work"


def _caught(fields: dict[str, Any], names: list[str]) -> dict[str, Any]:
    catch = {"Catch": [{"ErrorEquals": names, "Next": "C"}]}
    return one({**fields, **catch}, C={"Type": "Pass", "End": True})


def test_a_request_that_is_responded_to_is_the_result(running: Running) -> None:
    running.tasks.respond = lambda order: {"MessageId": "1"}
    done = running.run(one(task(Parameters={"QueueUrl.$": "$.url"})), {"url": "u"})
    assert (done.status, done.output) == ("SUCCEEDED", '{"MessageId":"1"}')
    assert running.tasks.calls[0].arguments == {"QueueUrl": "u"}
    assert running.types(done.arn)[2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSucceeded",
        "TaskStateExited",
    ]
    assert running.events(done.arn)[2].details == {
        "resourceType": "sqs",
        "resource": "sendMessage",
        "region": "us-east-1",
        "parameters": '{"QueueUrl":"u"}',
    }


def test_work_that_is_waited_for_is_submitted_and_then_ends(running: Running) -> None:
    arn = running.start(one(task() | {"Resource": SYNC}))
    eventually(lambda: bool(running.tasks.watched))
    running.tasks.watched[0][1](Succeeded({"done": True}))
    done = running.ended(arn)
    assert done.output == '{"done":true}'
    assert running.types(arn)[2:6] == [
        "TaskScheduled",
        "TaskStarted",
        "TaskSubmitted",
        "TaskSucceeded",
    ]


def test_work_that_fails_fails_the_execution_with_its_error(running: Running) -> None:
    arn = running.start(one(task() | {"Resource": SYNC}))
    eventually(lambda: bool(running.tasks.watched))
    running.tasks.watched[0][1](Failed("States.TaskFailed", "no disk"))
    done = running.ended(arn)
    assert (done.status, done.error, done.cause) == ("FAILED", "States.TaskFailed", "no disk")
    assert running.types(arn)[-2:] == ["TaskFailed", "ExecutionFailed"]


def test_a_cause_is_cut_off_where_the_api_ends_it(running: Running) -> None:
    arn = running.start(one(task() | {"Resource": SYNC}))
    eventually(lambda: bool(running.tasks.watched))
    running.tasks.watched[0][1](Failed("States.TaskFailed", "x" * 100_000))
    assert running.ended(arn).cause == "x" * 32_768


def test_whoever_is_asked_for_work_that_is_waited_for_may_end_it_by_token(running: Running) -> None:
    arn = running.start(one(task(Parameters={"Token.$": "$$.Task.Token"}) | {"Resource": SYNC}))
    eventually(lambda: bool(running.tasks.watched))
    running.engine.task_success(running.tasks.calls[0].arguments["Token"], '"told"')
    assert running.ended(arn).output == '"told"'


def test_a_token_ends_its_task_once(running: Running) -> None:
    arn = running.start(one(task(".waitForTaskToken", Parameters={"T.$": "$$.Task.Token"})))
    running.until(arn, "TaskSubmitted")
    token = running.tasks.calls[0].arguments["T"]
    running.engine.task_heartbeat(token)
    running.engine.task_success(token, '{"x": 1}')
    assert running.ended(arn).output == '{"x":1}'
    with pytest.raises(TaskOver):
        running.engine.task_success(token, "{}")
    with pytest.raises(UnknownToken):
        running.engine.task_success("never", "{}")


def test_a_token_may_be_used_before_the_response_is_there(running: Running) -> None:
    def respond(order: Any) -> dict[str, Any]:
        running.engine.task_success(order.token, '"early"')
        return {}

    running.tasks.respond = respond
    done = running.run(one(task(".waitForTaskToken", Parameters={"T.$": "$$.Task.Token"})))
    assert done.output == '"early"'


def test_a_task_fails_with_the_error_and_cause_given_with_its_token(running: Running) -> None:
    arn = running.start(one(task(".waitForTaskToken", Parameters={"T.$": "$$.Task.Token"})))
    running.until(arn, "TaskSubmitted")
    running.engine.task_failure(running.tasks.calls[0].token, None, None)
    done = running.ended(arn)
    assert (done.status, done.error, done.cause) == ("FAILED", None, None)
    assert running.events(arn)[-1].details == {}


def test_a_worker_of_an_activity_has_the_task_that_waits(running: Running) -> None:
    state = {"Type": "Task", "Resource": ACTIVITY, "End": True}
    arn = running.start(one(state), {"a": 1})
    running.until(arn, "ActivityScheduled")
    had: list[tuple[str | None, str | None]] = []
    running.engine.activity_task(ACTIVITY, "me", lambda *task: had.append(task))
    eventually(lambda: bool(had))
    token, given = had[0]
    assert given == '{"a":1}'
    assert token is not None
    running.engine.task_success(token, '"done"')
    assert running.ended(arn).output == '"done"'
    assert running.types(arn)[2:5] == ["ActivityScheduled", "ActivityStarted", "ActivitySucceeded"]
    assert running.events(arn)[3].details == {"workerName": "me"}


def test_a_worker_that_waits_has_the_next_task_and_one_that_gave_up_none(running: Running) -> None:
    gone: list[tuple[str | None, str | None]] = []
    poll = running.engine.activity_task(ACTIVITY, None, lambda *task: gone.append(task))
    running.engine.give_up(poll)
    had: list[tuple[str | None, str | None]] = []
    running.engine.activity_task(ACTIVITY, None, lambda *task: had.append(task))
    running.start(one({"Type": "Task", "Resource": ACTIVITY, "End": True}))
    eventually(lambda: bool(had))
    assert gone == [(None, None)]


def test_a_task_times_out_and_its_work_is_stopped(running: Running) -> None:
    arn = running.start(one(task(TimeoutSeconds=60) | {"Resource": SYNC}))
    eventually(lambda: bool(running.tasks.watched))
    running.clock.move(61)
    done = running.ended(arn)
    assert (done.status, done.error, done.cause) == ("FAILED", "States.Timeout", None)
    assert running.types(arn)[-2:] == ["TaskTimedOut", "ExecutionFailed"]
    eventually(lambda: len(running.tasks.stopped) == 1)


def test_heartbeats_keep_a_task_and_their_end_fails_it(running: Running) -> None:
    fields = task(".waitForTaskToken", HeartbeatSeconds=10, Parameters={"T.$": "$$.Task.Token"})
    arn = running.start(_caught(fields, ["States.HeartbeatTimeout"]))
    running.until(arn, "TaskSubmitted")
    token = running.tasks.calls[0].token
    for _ in range(3):
        running.clock.move(8)
        running.engine.task_heartbeat(token)
    running.clock.move(11)
    assert running.ended(arn).output == '{"Error":"States.Timeout","Cause":""}'
    (timed_out,) = [each for each in running.events(arn) if each.type == "TaskTimedOut"]
    assert timed_out.inner["unheard"]


@pytest.mark.parametrize(
    ("names", "error", "is_caught"),
    [
        (["States.ALL"], "SQS.QueueDoesNotExist", True),
        (["States.TaskFailed"], "SQS.QueueDoesNotExist", True),
        (["SQS.QueueDoesNotExist"], "SQS.QueueDoesNotExist", True),
        (["SQS.Other"], "SQS.QueueDoesNotExist", False),
        (["States.TaskFailed"], "States.Timeout", False),
        (["States.ALL"], "States.Runtime", False),
        (["States.Runtime"], "States.Runtime", True),
        (["States.ALL"], "States.DataLimitExceeded", False),
    ],
)
def test_an_error_is_caught_by_its_names(
    running: Running, names: list[str], error: str, is_caught: bool
) -> None:
    running.tasks.respond = failing(error)
    done = running.run(_caught(task(), names))
    assert done.status == ("SUCCEEDED" if is_caught else "FAILED")
    if is_caught:
        assert done.output == f'{{"Error":"{error}","Cause":"why"}}'


def test_attempts_are_made_as_often_and_as_far_apart_as_the_retrier_says(running: Running) -> None:
    running.tasks.respond = failing("E")
    retry = [
        {"ErrorEquals": ["E"], "IntervalSeconds": 10, "MaxAttempts": 3, "BackoffRate": 3.0}
        | {"MaxDelaySeconds": 50}
    ]
    arn = running.start(one(task(Retry=retry)))
    for number, delay in enumerate((10, 30, 50), start=1):
        running.until(arn, "TaskFailed", number)
        running.clock.move(delay + 0.5)
    assert running.ended(arn).error == "E"
    attempts = [order.attempt for order in running.tasks.calls]
    assert attempts == [0, 1, 2, 3]
    times = [event.time for event in running.events(arn) if event.type == "TaskScheduled"]
    apart = [round(later - earlier) for earlier, later in itertools.pairwise(times)]
    assert apart == pytest.approx([10, 30, 50], abs=1)


def test_each_retrier_counts_its_own_attempts(running: Running) -> None:
    errors = iter(["A", "B", "A", "B"])
    running.tasks.respond = lambda order: failing(next(errors))(order)
    retry = [
        {"ErrorEquals": [name], "IntervalSeconds": 1, "MaxAttempts": most}
        for name, most in (("A", 2), ("B", 1))
    ]
    arn = running.start(one(task(Retry=retry)))
    for number in range(1, 4):
        running.until(arn, "TaskFailed", number)
        running.clock.move(5)
    assert running.ended(arn).error == "B"


def test_a_result_that_is_too_large_fails_the_task(running: Running) -> None:
    running.tasks.respond = lambda order: "x" * (256 * 1024)
    done = running.run(_caught(task(), ["States.ALL"]))
    assert (done.status, done.error) == ("FAILED", "States.DataLimitExceeded")


def test_a_fault_of_an_integration_is_an_error_of_the_task_and_not_the_end_of_the_service(
    running: Running,
) -> None:
    def respond(order: Any) -> Any:
        raise ZeroDivisionError("ours")

    running.tasks.respond = respond
    assert running.run(one(task())).error == "States.TaskFailed"
    assert running.run(one({"Type": "Succeed"})).status == "SUCCEEDED"
