"""Reads an execution's history into the states that a person follows. Pure: no AWS here."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import zip_longest
from typing import Any

from stepline.jobs.kind import Job
from stepline.jobs.kinds import job_of

FAILURES = ("TaskFailed", "TaskTimedOut", "TaskStartFailed", "TaskSubmitFailed")


@dataclass(frozen=True)
class StateRun:
    """One visit of a state. ``error`` and ``cause`` are set where its task's last attempt failed.

    ``job`` may be one that was never created: ``created`` tells.
    """

    name: str
    type: str  # Task, Pass, Choice, Wait, Fail, Succeed, Map or Parallel
    entered: datetime
    exited: datetime | None = None
    attempts: int = 1
    job: Job | None = None
    created: bool = False  # whether the service has accepted the last attempt's job
    error: str | None = None
    cause: str | None = None

    def seconds(self, now: datetime) -> float:
        return max(0.0, ((self.exited or now) - self.entered).total_seconds())


def states(events: Iterable[Mapping[str, Any]]) -> list[StateRun]:
    """The visits of states, in order, from the events of GetExecutionHistory."""
    runs: list[StateRun] = []
    for event in events:
        kind: str = event["type"]
        if kind.endswith("StateEntered"):
            name = event["stateEnteredEventDetails"]["name"]
            runs.append(StateRun(name, kind.removesuffix("StateEntered"), event["timestamp"]))
        elif not runs:
            continue
        elif kind.endswith("StateExited"):
            name = event["stateExitedEventDetails"]["name"]
            _change(runs, name, exited=event["timestamp"])
        elif kind == "TaskScheduled":
            attempts = runs[-1].attempts + (runs[-1].error is not None)
            parameters = event["taskScheduledEventDetails"]["parameters"]
            run = replace(runs[-1], attempts=attempts, job=_job(parameters), created=False)
            runs[-1] = replace(run, error=None, cause=None)
        elif kind == "TaskSubmitted":
            runs[-1] = replace(runs[-1], created=True)
        elif kind in FAILURES:
            details = event[kind[0].lower() + kind[1:] + "EventDetails"]
            error, cause = details.get("error"), details.get("cause")
            runs[-1] = replace(runs[-1], error=error, cause=cause)
        elif kind == "TaskSucceeded":
            runs[-1] = replace(runs[-1], created=True, error=None, cause=None)
        elif kind in ("ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut"):
            runs[-1] = replace(runs[-1], exited=runs[-1].exited or event["timestamp"])
    return runs


def _change(runs: list[StateRun], name: str, **changes: Any) -> None:
    for index in range(len(runs) - 1, -1, -1):
        if runs[index].name == name and runs[index].exited is None:
            runs[index] = replace(runs[index], **changes)
            return


def _job(parameters: str) -> Job | None:
    try:
        return job_of(json.loads(parameters))
    except json.JSONDecodeError:  # AWS cuts long parameters short
        return None


@dataclass(frozen=True)
class Line:
    """What a person sees of a state: visits of the same state (a waiting loop) are one line."""

    name: str
    type: str
    seconds: float
    running: bool
    error: str | None  # of the last visit; the state machine may have caught it
    visits: int
    job: Job | None
    attempts: int  # of the last visit; while it runs and has an error, another one is to come
    entered: datetime  # at first
    created: bool = False  # the job
    cause: str | None = None
    then: str | None = None  # the state that came next
    fatal: bool = False  # that one ends the execution as failed


def lines(runs: Iterable[StateRun], now: datetime) -> list[Line]:
    """One line for each state in the order of their first visits.

    Choice and Pass states are left out, which take no time, but for the one that the execution has come to.
    """
    merged: dict[str, Line] = {}
    visited = list(runs)
    shown = [run for run in visited if run.type not in ("Choice", "Pass") or run is visited[-1]]
    for run, after in zip_longest(shown, shown[1:]):
        before = merged.get(run.name)
        merged[run.name] = Line(
            name=run.name,
            type=run.type,
            seconds=run.seconds(now) + (before.seconds if before else 0.0),
            running=run.exited is None,
            error=run.error,
            visits=1 + (before.visits if before else 0),
            job=run.job or (before.job if before else None),
            attempts=run.attempts,
            entered=before.entered if before else run.entered,
            created=run.created,
            cause=run.cause,
            then=after.name if after else None,
            fatal=after is not None and after.type == "Fail",
        )
    return list(merged.values())
