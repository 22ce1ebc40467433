"""States that need nobody, and limits that hold for all."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest

from localaws.stepfunctions.engine import steps

from .running import Running, eventually, one, task


def test_wait_lasts_until_its_moment(running: Running) -> None:
    arn = running.start(one({"Type": "Wait", "Seconds": 3600, "End": True}))
    running.until(arn, "WaitStateEntered")
    running.clock.move(3599)
    assert running.types(arn)[-1] == "WaitStateEntered"
    running.clock.move(2)
    assert running.ended(arn).status == "SUCCEEDED"


@pytest.mark.parametrize(
    ("given", "cause"),
    [
        ({}, "The SecondsPath parameter does not reference an input value: $.s"),
        (
            {"s": -1.5},
            "The SecondsPath parameter cannot be parsed as a long value: $.s == -1.5",
        ),
        (
            {"s": "soon"},
            "The SecondsPath parameter cannot be parsed as a long value: $.s == soon",
        ),
    ],
)
def test_a_wait_without_seconds_fails_by_name(
    running: Running, given: dict[str, Any], cause: str
) -> None:
    done = running.run(one({"Type": "Wait", "SecondsPath": "$.s", "End": True}), given)
    assert done.error == "States.Runtime"
    assert done.cause == (
        "An error occurred while executing the state 'S' (entered at the event id #2). " + cause
    )


def test_an_execution_times_out_as_its_machine_says(running: Running) -> None:
    machine = one({"Type": "Wait", "Seconds": 3600, "End": True}) | {"TimeoutSeconds": 60}
    arn = running.start(machine)
    running.until(arn, "WaitStateEntered")
    running.clock.move(61)
    assert running.ended(arn).status == "TIMED_OUT"
    assert running.types(arn)[-1] == "ExecutionTimedOut"


def test_an_express_execution_has_five_minutes(running: Running) -> None:
    machine = one({"Type": "Wait", "Seconds": 301, "End": True})
    arn = running.start(machine, type="EXPRESS")
    running.until(arn, "WaitStateEntered")
    running.clock.move(300.5)
    assert running.ended(arn).status == "TIMED_OUT"


def test_no_choice_that_holds_is_an_error_unless_there_is_a_default(running: Running) -> None:
    choices = [{"Variable": "$.x", "NumericGreaterThan": 1, "Next": "E"}]
    machine = one({"Type": "Choice", "Choices": choices}, E={"Type": "Succeed"})
    assert running.run(machine, {"x": 1}).error == "States.NoChoiceMatched"
    machine["States"]["S"]["Default"] = "E"
    assert running.run(machine, {"x": 1}).status == "SUCCEEDED"


def test_a_missing_variable_of_a_choice_is_an_error_and_never_the_default(
    running: Running,
) -> None:
    choices = [{"Variable": "$.acuracy", "NumericGreaterThan": 0.9, "Next": "E"}]
    machine = one({"Type": "Choice", "Choices": choices, "Default": "E"}, E={"Type": "Succeed"})
    done = running.run(machine, {"accuracy": 0.1})
    assert done.error == "States.Runtime"
    assert "Invalid path '$.acuracy'" in (done.cause or "")


def test_variables_are_told_with_the_state_that_sets_them(running: Running) -> None:
    machine = one(
        {"Type": "Pass", "Assign": {"a.$": "$.x", "b": [1]}, "Next": "Z"},
        Z={"Type": "Pass", "Parameters": {"a.$": "$a"}, "End": True},
    )
    done = running.run(machine, {"x": {"y": 2}})
    assert running.events(done.arn)[2].details["assignedVariables"] == {
        "a": '{"y":2}',
        "b": "[1]",
    }
    assert done.output == '{"a":{"y":2}}'


def test_a_jsonata_expression_without_value_is_an_event_of_its_own(running: Running) -> None:
    machine = one({"Type": "Pass", "Output": "{% $nothing %}", "End": True})
    done = running.run(machine | {"QueryLanguage": "JSONata"})
    assert done.error == "States.QueryEvaluationError"
    assert running.types(done.arn)[2:] == ["EvaluationFailed", "ExecutionFailed"]
    details = running.events(done.arn)[2].details
    assert (details["location"], details["state"]) == ("Output", "S")


def test_a_loop_does_not_keep_others_from_their_turn(running: Running) -> None:
    loop = one({"Type": "Pass", "Next": "S"})
    arns = [running.start(loop) for _ in range(4)]
    assert running.run(one({"Type": "Succeed"})).status == "SUCCEEDED"
    for arn in arns:
        running.engine.stop(arn, None, None)
        assert running.ended(arn).status == "ABORTED"


def test_a_fault_of_the_service_ends_the_execution_and_is_logged(
    running: Running, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(steps.WORK, "Succeed", lambda turn, frame: 1 / 0)
    done = running.run(one({"Type": "Succeed"}))
    assert (done.status, done.error) == ("FAILED", "States.Runtime")
    request = (done.cause or "").rsplit(" ", 1)[-1]
    assert request in caplog.text


def test_waiting_executions_hold_no_thread(running: Running) -> None:
    machine = one({"Type": "Wait", "Seconds": 3600, "End": True})
    before = threading.active_count()
    arns = [running.start(machine) for _ in range(300)]
    eventually(lambda: running.types(arns[-1])[-1] == "WaitStateEntered")
    assert threading.active_count() - before <= 3  # two workers and the clock
    running.clock.move(3601)
    assert {running.ended(arn).status for arn in arns} == {"SUCCEEDED"}


def test_the_context_object_tells_of_execution_machine_and_state(running: Running) -> None:
    machine = one({"Type": "Pass", "Parameters": {"c.$": "$$"}, "End": True})
    context = json.loads(running.run(machine, {"in": 1}).output or "")["c"]
    assert context["Execution"]["Input"] == {"in": 1}
    assert context["Execution"]["RedriveCount"] == 0
    assert context["State"]["Name"] == "S"
    assert context["StateMachine"]["Name"] == "machine"


def test_what_cannot_be_written_is_written_later_and_nothing_is_done_before(
    running: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    append = running.journal.append
    full = threading.Event()
    full.set()

    def append_or_fail(*given: Any) -> None:
        if full.is_set():
            raise OSError("no space left on the device")
        append(*given)

    monkeypatch.setattr(running.journal, "append", append_or_fail)
    arn = running.start(one(task()))
    eventually(lambda: "cannot be written" in caplog.text)
    assert running.types(arn) == ["ExecutionStarted"]
    assert running.tasks.calls == []
    full.clear()
    running.clock.move(1)
    assert running.ended(arn).status == "SUCCEEDED"


def test_an_execution_that_cannot_be_begun_leaves_nothing(
    running: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*given: Any) -> None:
        raise OSError("no space left on the device")

    monkeypatch.setattr(running.journal, "open", fail)
    with pytest.raises(OSError, match="no space"):
        running.start(one({"Type": "Succeed"}))
    assert running.engine._live == {}
