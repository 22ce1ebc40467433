"""States that run other states: branches, iterations, and what becomes of the others when one fails."""

from __future__ import annotations

import json
from typing import Any

from localaws.stepfunctions.tasks.task import Failed, Succeeded

from .running import Running, eventually, failing, one, task


def _parallel(*branches: dict[str, Any], **fields: Any) -> dict[str, Any]:
    end = {} if "Next" in fields else {"End": True}
    return {"Type": "Parallel", "Branches": list(branches), **end, **fields}


def _map(processor: dict[str, Any], **fields: Any) -> dict[str, Any]:
    end = {} if "Next" in fields else {"End": True}
    return {"Type": "Map", "ItemProcessor": processor, **end, **fields}


_PASS = one({"Type": "Pass", "End": True})
_WAIT = one({"Type": "Wait", "Seconds": 1000, "End": True})
_F = {"F": {"Type": "Fail", "Error": "E", "Cause": "c"}}
_FAIL = {"StartAt": "F", "States": _F}


def test_branches_have_the_same_input_and_their_outputs_come_in_their_order(
    running: Running,
) -> None:
    late = {
        "StartAt": "W",
        "States": {
            "W": {"Type": "Wait", "Seconds": 5, "Next": "P"},
            "P": {"Type": "Pass", "Result": "late", "End": True},
        },
    }
    arn = running.start(one(_parallel(late, _PASS)), {"a": 1})
    running.until(arn, "PassStateExited")
    running.clock.move(6)
    assert running.ended(arn).output == '["late",{"a":1}]'


def test_a_branch_that_fails_fails_its_state_and_ends_the_others(running: Running) -> None:
    training = one(task() | {"Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync"})
    slow = {
        "StartAt": "W",
        "States": {
            "W": {"Type": "Wait", "Seconds": 5, "Next": "F"},
            **_F,
        },
    }
    arn = running.start(one(_parallel(training, slow, _WAIT)))
    eventually(lambda: bool(running.tasks.watched))
    running.clock.move(6)
    done = running.ended(arn)
    assert (done.status, done.error, done.cause) == ("FAILED", "E", "c")
    assert running.types(arn)[-5:] == [
        "FailStateEntered",
        "TaskStateAborted",
        "WaitStateAborted",
        "ParallelStateFailed",
        "ExecutionFailed",
    ]
    eventually(lambda: len(running.tasks.stopped) == 1)


def test_a_parallel_state_is_tried_again_as_a_whole_and_then_caught(running: Running) -> None:
    retry = [{"ErrorEquals": ["E"], "IntervalSeconds": 1, "MaxAttempts": 1}]
    catch = [{"ErrorEquals": ["States.ALL"], "Next": "C", "ResultPath": "$.error"}]
    machine = one(_parallel(_FAIL, Retry=retry, Catch=catch), C={"Type": "Pass", "End": True})
    arn = running.start(machine, {"kept": True})
    running.until(arn, "FailStateEntered")
    running.clock.move(2)
    output = json.loads(running.ended(arn).output or "")
    assert output == {"kept": True, "error": {"Error": "E", "Cause": "c"}}
    assert running.types(arn).count("ParallelStateStarted") == 2
    assert running.types(arn).count("ParallelStateFailed") == 1


def test_iterations_see_their_item_and_keep_their_order(running: Running) -> None:
    selector = {"i.$": "$$.Map.Item.Index", "v.$": "$$.Map.Item.Value", "all.$": "$.k"}
    machine = one(_map(_PASS, ItemsPath="$.n", ItemSelector=selector))
    done = running.run(machine, {"n": ["a", "b"], "k": 1})
    assert json.loads(done.output or "") == [
        {"i": 0, "v": "a", "all": 1},
        {"i": 1, "v": "b", "all": 1},
    ]


def test_no_item_is_an_empty_result(running: Running) -> None:
    done = running.run(one(_map(_PASS)), [])
    assert done.output == "[]"
    assert running.types(done.arn)[2:5] == [
        "MapStateStarted",
        "MapStateSucceeded",
        "MapStateExited",
    ]


def test_only_so_many_iterations_run_at_once(running: Running) -> None:
    arn = running.start(one(_map(_WAIT, MaxConcurrency=2)), list(range(5)))
    for entered in (2, 4, 5):
        running.until(arn, "WaitStateEntered", entered)
        assert running.types(arn).count("WaitStateEntered") == entered
        running.clock.move(1001)
    assert running.ended(arn).output == "[0,1,2,3,4]"


def test_inline_iterations_are_forty_at_once_at_most(running: Running) -> None:
    arn = running.start(one(_map(_WAIT)), list(range(60)))
    running.until(arn, "WaitStateEntered", 40)
    assert running.types(arn).count("MapIterationStarted") == 40
    running.clock.move(1001)
    running.until(arn, "WaitStateEntered", 60)
    running.clock.move(1001)
    assert running.ended(arn).status == "SUCCEEDED"


def test_an_iteration_that_fails_aborts_the_others(running: Running) -> None:
    choice = {
        "StartAt": "Ch",
        "States": {
            "Ch": {
                "Type": "Choice",
                "Choices": [{"Variable": "$", "NumericEquals": 1, "Next": "F"}],
                "Default": "W",
            },
            **_F,
            "W": {"Type": "Wait", "Seconds": 1000, "End": True},
        },
    }
    done = running.run(one(_map(choice)), [0, 1, 2])
    assert (done.status, done.error) == ("FAILED", "E")
    types = running.types(done.arn)
    assert types[types.index("FailStateEntered") :] == [
        "FailStateEntered",
        "MapIterationFailed",
        "WaitStateAborted",
        "MapIterationAborted",
        "MapIterationAborted",
        "MapStateFailed",
        "ExecutionFailed",
    ]


def test_variables_of_the_outer_graph_are_seen_within_and_not_changed_from_there(
    running: Running,
) -> None:
    inner = one({"Type": "Pass", "Assign": {"y.$": "$x"}, "End": True})
    machine = {
        "StartAt": "A",
        "States": {
            "A": {"Type": "Pass", "Assign": {"x": 1}, "Next": "M"},
            "M": _map(inner, Next="Z", ResultPath=None),
            "Z": {"Type": "Pass", "Parameters": {"x.$": "$x"}, "End": True},
        },
    }
    assert running.run(machine, [1, 2]).output == '{"x":1}'


def test_a_map_run_is_begun_and_its_end_is_the_states(running: Running) -> None:
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}} | _PASS
    arn = running.start(one(_map(processor, Label="items")), [1, 2])
    eventually(lambda: bool(running.map_runs.orders))
    order, report = running.map_runs.orders[0]
    assert order.items == [1, 2]
    assert ":mapRun:machine/items:" in order.arn
    report(Succeeded(["x"]))
    assert running.ended(arn).output == '["x"]'
    assert running.types(arn)[2:6] == [
        "MapStateStarted",
        "MapRunStarted",
        "MapRunSucceeded",
        "MapStateSucceeded",
    ]


def test_a_map_run_that_fails_fails_its_state(running: Running) -> None:
    processor = {"ProcessorConfig": {"Mode": "DISTRIBUTED", "ExecutionType": "STANDARD"}} | _PASS
    arn = running.start(one(_map(processor)), [1])
    eventually(lambda: bool(running.map_runs.orders))
    running.map_runs.orders[0][1](Failed("States.ExceedToleratedFailureThreshold", "too many"))
    assert running.ended(arn).error == "States.ExceedToleratedFailureThreshold"
    assert running.types(arn)[-3:] == ["MapRunFailed", "MapStateFailed", "ExecutionFailed"]


def test_a_map_within_a_parallel_within_a_map_ends(running: Running) -> None:
    innermost = one(_map(_PASS))
    innermost["States"]["I"] = innermost["States"].pop("S")
    innermost["StartAt"] = "I"
    middle = one(_parallel(innermost, _PASS))
    middle["States"]["P"] = middle["States"].pop("S")
    middle["StartAt"] = "P"
    done = running.run(one(_map(middle)), [[1, 2], []])
    assert done.output == "[[[1,2],[1,2]],[[],[]]]"


def test_an_execution_that_is_stopped_ends_what_it_waits_for(running: Running) -> None:
    training = one(task() | {"Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync"})
    arn = running.start(one(_parallel(training, _WAIT)))
    eventually(lambda: bool(running.tasks.watched))
    stopped = running.engine.stop(arn, "Why", "because")
    done = running.ended(arn)
    assert (done.status, done.error, done.cause) == ("ABORTED", "Why", "because")
    assert done.stopped == stopped
    assert running.types(arn)[-1] == "ExecutionAborted"
    eventually(lambda: len(running.tasks.stopped) == 1)
    assert running.engine.stop(arn, None, None) is None


def test_what_fails_after_its_state_was_left_is_not_heard(running: Running) -> None:
    training = one(task() | {"Resource": "arn:aws:states:::sagemaker:createTrainingJob.sync"})
    arn = running.start(one(_parallel(training, _FAIL)))
    running.ended(arn)
    before = running.types(arn)
    for _, report in running.tasks.watched:
        report(Failed("Late", "x"))
    assert running.types(arn) == before


def test_a_retry_within_an_iteration_leaves_the_others_alone(running: Running) -> None:
    running.tasks.respond = failing("E")
    retry = [{"ErrorEquals": ["E"], "IntervalSeconds": 100, "MaxAttempts": 1}]
    arn = running.start(one(_map(one(task(Retry=retry)))), [1, 2])
    running.until(arn, "TaskFailed", 2)
    running.tasks.respond = lambda order: order.arguments
    running.clock.move(101)
    assert running.ended(arn).output == "[1,2]"
