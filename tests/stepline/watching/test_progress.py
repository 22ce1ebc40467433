"""What a state has to say, whatever AWS refuses to tell of its job."""

from __future__ import annotations

from typing import Any

import pytest

from stepline.executions import Execution
from stepline.history import StateRun, lines
from stepline.watching.progress import Progress, Standing, printable, standing
from tests.stepline.clients import refusal
from tests.stepline.watching.executions import (
    PREPROCESS,
    QUOTA,
    START,
    TRAIN,
    execution,
    progress,
    refuse,
    state,
)

TRAINED = {"FinalMetricDataList": [{"MetricName": "test:f1", "Value": 0.953}]}


def said(found: Progress, run: StateRun, stands: Standing = "SUCCEEDED") -> str:
    return str(found.of(lines([run], START)[0], stands))


def test_a_running_job_says_its_last_line() -> None:
    found = progress(log=lambda: ["epoch 1", "", "progress: epoch 2", "  "])
    assert said(found, state("Train", seconds=None, job=TRAIN), "RUNNING") == "epoch 2"


def test_a_job_that_has_ended_says_its_metrics() -> None:
    assert said(progress(described=lambda: TRAINED), state("Train", job=TRAIN)) == "test:f1 0.953"


def test_a_job_that_was_never_created_is_not_asked_for() -> None:
    asked = refuse(AssertionError("there is no such job"))
    run = state("Train", job=TRAIN, error=QUOTA)
    found = said(progress(log=asked, described=asked), run, "FAILED")
    assert found == f"no training job was created: {QUOTA}"


@pytest.mark.parametrize(
    "error",
    [
        refusal("ValidationException", "Requested resource not found."),
        refusal("ThrottlingException", "Rate exceeded"),
        refusal("AccessDeniedException", "is not authorized"),
    ],
)
def test_metrics_that_cannot_be_had_end_nothing(error: Any) -> None:
    found = progress(log=lambda: ["the last line"], described=refuse(error))
    assert "the last line" in said(found, state("Train", job=TRAIN)) or found.said[TRAIN] == (
        "metrics: not permitted: Operation"
    )


def test_throttled_metrics_are_asked_for_again() -> None:
    found = progress(described=refuse(refusal("ThrottlingException")))
    said(found, state("Train", job=TRAIN))
    found.sagemaker.describe_training_job = lambda **_: TRAINED
    assert said(found, state("Train", job=TRAIN)) == "test:f1 0.953"


def test_a_log_that_may_not_be_read_says_so_in_its_place() -> None:
    found = progress(log=refuse(refusal("AccessDeniedException")))
    run = state("Preprocess", seconds=None, job=PREPROCESS)
    assert said(found, run, "RUNNING") == "log: not permitted: Operation"


def test_visits_are_counted() -> None:
    line = lines([state("Wait", "Wait"), state("Wait", "Wait")], START)[0]
    assert progress().of(line, "SUCCEEDED") == "2 times"


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("\x1b[31mred\x1b[0m\n", "red"),
        ("10%\r50%\r100% done\n", "100% done"),
        ("bell\x07", "bell"),
        ("大阪\ttab", "大阪\ttab"),
    ],
)
def test_a_log_cannot_write_on_the_terminal(message: str, shown: str) -> None:
    assert printable(message) == shown


def standings(found: Execution) -> list[str]:
    return [standing(line, found) for line in lines(found.states, START)]


def test_a_caught_error_matters_once_the_execution_has_failed() -> None:
    states = (state("Find", error="E"), state("Create"))
    assert standings(execution(*states, status="SUCCEEDED")) == ["CAUGHT", "SUCCEEDED"]
    states = (state("Train", error="E"), state("Training failed", "Fail"))
    assert standings(execution(*states, status="FAILED")) == ["FAILED", "FAILED"]


def test_an_error_that_leads_to_a_fail_state_is_none_that_was_provided_for() -> None:
    """The last look but one may see the Fail state before the execution has ended."""
    going = execution(state("Train", error="E"), state("Training failed", "Fail", seconds=None))
    assert standings(going) == ["FAILED", "RUNNING"]


def test_the_state_in_which_an_execution_was_ended_has_not_succeeded() -> None:
    for status in ("ABORTED", "TIMED_OUT", "FAILED"):
        assert standings(execution(state("Find"), state("Train"), status=status)) == [
            "SUCCEEDED",
            "FAILED",
        ]


def test_a_state_runs_while_the_execution_does() -> None:
    assert standings(execution(state("Train", seconds=None))) == ["RUNNING"]
