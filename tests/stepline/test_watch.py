"""What a terminal shows of an execution."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

from rich.console import Console

from stepline.executions import Execution
from stepline.history import StateRun
from stepline.jobs.kind import Job
from stepline.jobs.processing import PROCESSING
from stepline.watch import Progress, draw

START = datetime(2026, 1, 1, tzinfo=UTC)
JOB = Job(PROCESSING, "ner-1")


def shown(*states: StateRun, status: str, said: str = "") -> str:
    execution = Execution("arn:x:run-1", status, list(states), None, None, None)
    progress = Progress(logs=None, sagemaker=None, said={JOB: said})
    console = Console(width=60, record=True, file=io.StringIO())
    console.print(draw(execution, progress))
    return console.export_text()


def state(
    name: str, kind: str = "Task", error: str | None = None, job: Job | None = None
) -> StateRun:
    return StateRun(name, kind, START, START + timedelta(seconds=2), job=job, error=error)


def test_a_long_message_does_not_push_the_other_columns_out() -> None:
    [line] = shown(state("Preprocess", job=JOB), status="RUNNING", said="x" * 200).splitlines()
    assert line.startswith("✓  Preprocess  2.0 s  xxx")
    assert line.rstrip().endswith("…")


def test_an_error_that_was_caught_is_not_a_failure() -> None:
    assert shown(state("Find endpoint", error="E"), status="SUCCEEDED").startswith("↷")


def test_the_error_of_a_failed_execution_is_a_failure() -> None:
    said = shown(state("Train", error="E"), state("Training failed", "Fail"), status="FAILED")
    assert [line[0] for line in said.splitlines()] == ["✗", "✗"]
