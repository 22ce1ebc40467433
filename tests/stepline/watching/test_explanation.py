"""Why an execution failed is said first, and nothing that cannot be found beside it hides it."""

from __future__ import annotations

import io
from dataclasses import replace
from typing import Any

import pytest
from rich.console import Console

from stepline.executions import Execution
from stepline.watching.explanation import explain, show
from tests.stepline.clients import refusal
from tests.stepline.test_executions import DEPLOYMENT
from tests.stepline.watching.executions import QUOTA, TRAIN, execution, logs, refuse, state

CAUSE = "The training job could not be started: the quota is 0."
FAILED = state("Training failed", "Fail")


def said(found: Execution, client: Any = None, stage: str = "dev") -> str:
    file = io.StringIO()
    deployment = replace(DEPLOYMENT, stage=stage)
    show(explain(client, found), deployment, found, Console(file=file, width=80))
    return file.getvalue()


def failed(**members: Any) -> Execution:
    run = state("Train", job=TRAIN, error=QUOTA, cause="no", **members)
    return execution(run, FAILED, status="FAILED", error="TrainingFailed", cause=CAUSE)


def test_a_job_that_was_never_created_has_no_log_to_look_for() -> None:
    text = said(failed(), client=None)
    assert "Execution run-1 is FAILED in state Train." in text
    assert f"  TrainingFailed: {CAUSE}\n" in text
    assert "stepline logs" not in text


def test_a_job_that_failed_shows_its_last_lines_and_the_command_for_all() -> None:
    text = said(failed(created=True), logs(lambda: ["one", "\x1b[1mtwo\x1b[0m"]), stage="prod")
    assert "\n  one\n  two\n" in text
    assert "All of it: stepline logs ner --job ner-2 --stage prod\n" in text


@pytest.mark.parametrize("code", ["AccessDeniedException", "ThrottlingException"])
def test_a_log_that_cannot_be_read_hides_no_cause(code: str) -> None:
    text = said(failed(created=True), logs(refuse(refusal(code))))
    assert CAUSE in text
    assert "There is no log of training job ner-2 (" in text


def test_an_execution_without_a_cause_has_its_states() -> None:
    found = execution(state("Find", error="States.Runtime", cause="no path"), status="FAILED")
    assert "  States.Runtime: no path\n" in said(found)


def test_of_an_execution_that_was_stopped_the_running_job_is_shown() -> None:
    found = execution(state("Train", job=TRAIN, created=True), status="ABORTED")
    assert "The last lines of training job ner-2" in said(found, logs(lambda: ["epoch 1"]))


def test_a_choice_that_led_to_the_end_is_not_laid_on_an_error_that_was_provided_for() -> None:
    caught = state("Find champion", error="SageMaker.SageMakerException", cause="no endpoint")
    refused = [
        state("Read scores"),
        state("Are there scores?", "Choice"),
        state("No scores", "Fail"),
    ]
    found = execution(caught, *refused, status="FAILED", error="NoScores", cause="There are none.")
    assert "is FAILED in state No scores." in said(found)


def test_a_jobs_own_error_is_told_in_a_sentence() -> None:
    cause = '{"TrainingJobName": "ner-2", "FailureReason": "AlgorithmError: no luck"}'
    run = state("Train", job=TRAIN, created=True, error="States.TaskFailed", cause=cause)
    found = execution(run, status="FAILED", error="States.TaskFailed", cause=cause)
    text = said(found, logs(lambda: ["epoch 1"]))
    assert "  Training job ner-2 failed: AlgorithmError: no luck. Its log: group" in text


def test_a_job_that_never_began_is_told_by_its_kind() -> None:
    run = state("Train", job=TRAIN, error=QUOTA, cause="The quota is 0.")
    found = execution(run, status="FAILED", error=QUOTA, cause="The quota is 0.")
    assert "  The training job could not be started: The quota is 0." in said(found)
