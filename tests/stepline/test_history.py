"""What a person follows of an execution, read from its history."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

from stepline.history import lines, states
from stepline.jobs.kind import Job
from stepline.jobs.training import TRAINING

START = datetime(2026, 1, 1, tzinfo=UTC)


def at(second: float, kind: str, **details: Any) -> dict[str, Any]:
    return {"type": kind, "timestamp": START + timedelta(seconds=second), **details}


def entered(second: float, kind: str, name: str) -> dict[str, Any]:
    return at(second, f"{kind}StateEntered", stateEnteredEventDetails={"name": name})


def exited(second: float, kind: str, name: str) -> dict[str, Any]:
    return at(second, f"{kind}StateExited", stateExitedEventDetails={"name": name})


def scheduled(second: float, parameters: dict[str, Any]) -> dict[str, Any]:
    details = {"parameters": json.dumps(parameters)}
    return at(second, "TaskScheduled", taskScheduledEventDetails=details)


def failed(second: float, error: str) -> dict[str, Any]:
    return at(second, "TaskFailed", taskFailedEventDetails={"error": error, "cause": "why"})


def test_a_state_lasts_from_its_entry_to_its_exit() -> None:
    [state] = states([entered(1, "Pass", "Check input"), exited(3, "Pass", "Check input")])
    assert (state.name, state.type, state.seconds(START)) == ("Check input", "Pass", 2.0)


def test_a_running_state_lasts_until_now() -> None:
    [state] = states([entered(1, "Task", "Train")])
    assert state.exited is None
    assert state.seconds(START + timedelta(seconds=5)) == 4.0


def test_a_state_knows_the_job_that_it_runs() -> None:
    events = [entered(0, "Task", "Train"), scheduled(1, {"TrainingJobName": "ner-1"})]
    assert states(events)[0].job == Job(TRAINING, "ner-1")


def test_a_state_without_a_job_has_none() -> None:
    events = [entered(0, "Task", "Create model"), scheduled(1, {"ModelName": "ner-1"})]
    assert states(events)[0].job is None


def test_a_retried_task_counts_its_attempts_and_forgets_the_error_when_it_succeeds() -> None:
    events = [
        entered(0, "Task", "Train"),
        scheduled(1, {"TrainingJobName": "ner-0"}),
        failed(2, "SageMaker.ResourceLimitExceededException"),
        scheduled(3, {"TrainingJobName": "ner-1"}),
        at(4, "TaskSucceeded"),
        exited(5, "Task", "Train"),
    ]
    [state] = states(events)
    assert (state.attempts, state.error, state.job) == (2, None, Job(TRAINING, "ner-1"))


def test_a_failed_task_keeps_its_error_and_cause() -> None:
    [state] = states([entered(0, "Task", "Train"), failed(2, "States.TaskFailed")])
    assert (state.error, state.cause) == ("States.TaskFailed", "why")


def test_the_end_of_the_execution_ends_the_state_it_was_in() -> None:
    [state] = states([entered(0, "Fail", "Refuse input"), at(1, "ExecutionFailed")])
    assert state.exited == START + timedelta(seconds=1)


def test_visits_of_a_waiting_loop_are_one_line() -> None:
    events = [
        entered(0, "Wait", "Wait"),
        exited(5, "Wait", "Wait"),
        entered(5, "Choice", "In service?"),
        exited(5, "Choice", "In service?"),
        entered(5, "Wait", "Wait"),
        exited(10, "Wait", "Wait"),
    ]
    [line] = lines(states(events), START)
    assert (line.name, line.visits, line.seconds, line.running) == ("Wait", 2, 10.0, False)


def test_a_job_was_created_once_the_service_has_accepted_it() -> None:
    events = [entered(0, "Task", "Train"), scheduled(1, {"TrainingJobName": "ner-1"})]
    assert not states([*events, failed(2, "SageMaker.ResourceLimitExceededException")])[0].created
    assert states([*events, at(2, "TaskSubmitted"), failed(3, "States.TaskFailed")])[0].created
    assert states([*events, at(2, "TaskSucceeded")])[0].created


def test_the_job_of_another_attempt_is_another() -> None:
    events = [
        entered(0, "Task", "Train"),
        scheduled(1, {"TrainingJobName": "ner-0"}),
        at(2, "TaskSubmitted"),
        failed(3, "SageMaker.AmazonSageMakerException"),
        scheduled(4, {"TrainingJobName": "ner-1"}),
        failed(5, "SageMaker.ResourceLimitExceededException"),
    ]
    [state] = states(events)
    assert (state.job, state.created) == (Job(TRAINING, "ner-1"), False)


def test_an_attempt_that_has_begun_has_no_error_yet() -> None:
    events = [
        entered(0, "Task", "Train"),
        scheduled(1, {"TrainingJobName": "ner-0"}),
        failed(2, "SageMaker.ResourceLimitExceededException"),
    ]
    [waiting] = lines(states(events), START)
    assert (waiting.attempts, waiting.error) == (1, "SageMaker.ResourceLimitExceededException")
    [again] = lines(states([*events, scheduled(3, {"TrainingJobName": "ner-1"})]), START)
    assert (again.attempts, again.error, again.cause) == (2, None, None)


def test_a_line_knows_its_cause_and_what_came_next() -> None:
    events = [
        entered(0, "Task", "Find endpoint"),
        scheduled(1, {"EndpointName": "ner"}),
        failed(1, "SageMaker.SageMakerException"),
        exited(2, "Task", "Find endpoint"),
        entered(2, "Choice", "Is there no endpoint?"),
        exited(2, "Choice", "Is there no endpoint?"),
        entered(2, "Task", "Create endpoint"),
    ]
    found, last = lines(states(events), START)
    assert (found.cause, found.then, last.then) == ("why", "Create endpoint", None)
    assert found.entered == START


def test_states_that_only_decide_are_left_out_unless_the_execution_has_come_to_one() -> None:
    passed = [entered(0, "Pass", "Check input"), exited(0, "Pass", "Check input")]
    assert [line.name for line in lines(states(passed), START)] == ["Check input"]
    further = [*passed, entered(1, "Task", "Train")]
    assert [line.name for line in lines(states(further), START)] == ["Train"]
    stuck = [*further, exited(2, "Task", "Train"), entered(2, "Pass", "Sum up")]
    assert [line.name for line in lines(states(stuck), START)] == ["Train", "Sum up"]
