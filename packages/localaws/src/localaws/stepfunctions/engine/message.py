"""What an execution may hear of, between its turns."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.tasks.task import Ended


@dataclass(frozen=True, slots=True)
class GoOn:
    """There is something to do: it was started, read from its journal, or has not finished its turn."""


@dataclass(frozen=True, slots=True)
class Responded:
    """The request of a task was made, and this is its response."""

    token: str
    response: Any


@dataclass(frozen=True, slots=True)
class TaskEnded:
    """A task has ended: its request failed, its work ended, or its token was used."""

    token: str
    ended: Ended


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """``moment``: when it was heard."""

    token: str
    moment: float


@dataclass(frozen=True, slots=True)
class TakenByWorker:
    token: str
    worker: str | None


@dataclass(frozen=True, slots=True)
class Due:
    """A moment has come that a frame waits for; ``frame`` None: the execution's own timeout."""

    frame: int | None


@dataclass(frozen=True, slots=True)
class MapRunEnded:
    arn: str
    ended: Ended


@dataclass(frozen=True, slots=True)
class StopExecution:
    error: str | None
    cause: str | None


@dataclass(frozen=True, slots=True)
class Redrive:
    pass


Message = (
    GoOn
    | Responded
    | TaskEnded
    | Heartbeat
    | TakenByWorker
    | Due
    | MapRunEnded
    | StopExecution
    | Redrive
)
