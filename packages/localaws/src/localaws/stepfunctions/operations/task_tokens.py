"""SendTaskSuccess, SendTaskFailure and SendTaskHeartbeat: what is told of a task by whoever has its token."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Protocol

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.engine.tokens import TaskOver, UnknownToken
from localaws.stepfunctions.language.json_text import NoJson
from localaws.stepfunctions.operations import errors
from localaws.stepfunctions.operations.arns import Caller


class Tasks(Protocol):
    """The engine, as far as it hears of tasks; it raises ``UnknownToken``, ``TaskOver`` and ``NoJson``."""

    def task_success(self, token: str, output: str) -> None: ...

    def task_failure(self, token: str, error: str | None, cause: str | None) -> None: ...

    def task_heartbeat(self, token: str) -> None: ...


class TaskTokens:
    def __init__(self, engine: Tasks) -> None:
        self._engine = engine

    def success(self, _caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """SendTaskSuccess."""
        with _refusing():
            self._engine.task_success(request["taskToken"], request["output"])
        return {}

    def failure(self, _caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """SendTaskFailure."""
        with _refusing():
            self._engine.task_failure(
                request["taskToken"], request.get("error"), request.get("cause")
            )
        return {}

    def heartbeat(self, _caller: Caller, request: Mapping[str, Any]) -> dict[str, Any]:
        """SendTaskHeartbeat."""
        with _refusing():
            self._engine.task_heartbeat(request["taskToken"])
        return {}


@contextmanager
def _refusing() -> Iterator[None]:
    try:
        yield
    except UnknownToken:
        raise errors.invalid_token() from None
    except TaskOver:
        raise Refusal(
            "TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'"
        ) from None
    except NoJson as error:
        raise Refusal("InvalidOutput", f"Invalid Output: '{error}'") from None
