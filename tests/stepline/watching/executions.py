"""Executions and their states, as tests need them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

from stepline.executions import Execution
from stepline.history import StateRun
from stepline.jobs.kind import Job
from stepline.jobs.processing import PROCESSING
from stepline.jobs.training import TRAINING
from stepline.watching.progress import Progress
from tests.stepline.clients import Pages

START = datetime(2026, 1, 1, tzinfo=UTC)
PREPROCESS, TRAIN = Job(PROCESSING, "ner-1"), Job(TRAINING, "ner-2")
QUOTA = "SageMaker.ResourceLimitExceededException"


def state(name: str, kind: str = "Task", seconds: float | None = 2, **members: Any) -> StateRun:
    """One that has ended after ``seconds``; None: one that goes on."""
    ended = None if seconds is None else START + timedelta(seconds=seconds)
    return StateRun(name, kind, START, ended, **members)


def execution(
    *states: StateRun, status: str = "RUNNING", error: str | None = None, cause: str | None = None
) -> Execution:
    return Execution("arn:x:run-1", status, list(states), None, error, cause, started=START)


def progress(
    said: dict[Job, str] | None = None,
    log: Callable[[], list[str]] = list,
    described: Callable[[], dict[str, Any]] = dict,
) -> Progress:
    """Of jobs whose log and description a test gives, or refuses to give."""
    return Progress(
        logs=logs(log),
        sagemaker=SimpleNamespace(describe_training_job=lambda **_: described()),
        said=dict(said or {}),
    )


def logs(lines: Callable[[], list[str]]) -> Any:
    """A client of CloudWatch Logs with one stream."""

    def get_log_events(**request: Any) -> dict[str, Any]:
        found = [{"message": line} for line in lines()]
        token = str(len(found))
        return {
            "events": [] if request.get("nextToken") == token else found,
            "nextForwardToken": token,
        }

    return SimpleNamespace(
        get_paginator=lambda _: Pages([{"logStreams": [{"logStreamName": "one/1"}]}]),
        get_log_events=get_log_events,
    )


def refuse(error: Exception) -> Callable[[], Any]:
    """What raises it."""

    def raises() -> Any:
        raise error

    return raises
