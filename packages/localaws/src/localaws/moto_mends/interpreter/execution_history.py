"""Defect: GetExecutionHistory ignores ``maxResults``, ``nextToken``, ``reverseOrder`` and
``includeExecutionData``, and fails for an execution that has only just begun.

Upstream: docs/moto-issues/execution_history.md
"""

from __future__ import annotations

from typing import Any

from moto.core.responses import ActionResult
from moto.stepfunctions.exceptions import InvalidToken
from moto.stepfunctions.responses import StepFunctionResponse

from localaws.moto_mends import guard

_HISTORY = "b34e4ad341c0"
_LARGEST_PAGE = 1000
_DATA = ("input", "output", "inputDetails", "outputDetails", "parameters")


def apply() -> None:
    guard.take(StepFunctionResponse, "get_execution_history", _HISTORY)
    StepFunctionResponse.get_execution_history = _get_execution_history


def _get_execution_history(self: Any) -> ActionResult:
    execution = self.stepfunction_backend.describe_execution(self._get_param("executionArn"))
    env = execution.exec_worker.env
    events = [] if env is None else env.event_manager.get_event_history()
    if self._get_bool_param("reverseOrder"):
        events.reverse()
    if self._get_bool_param("includeExecutionData") is False:
        events = [_without_data(event) for event in events]
    page, token = paged(events, self._get_int_param("maxResults"), self._get_param("nextToken"))
    return ActionResult({"events": page, "nextToken": token})


def paged(
    events: list[dict[str, Any]], size: int | None, token: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """One page, and the token of the next.

    Raises:
        InvalidToken: ``token`` is none of ours.
    """
    if token is not None and not (token.isascii() and token.isdigit()):
        raise InvalidToken
    begin = int(token or 0)
    end = begin + (size or _LARGEST_PAGE)
    return events[begin:end], str(end) if end < len(events) else None


def _without_data(event: dict[str, Any]) -> dict[str, Any]:
    return {
        name: {key: data for key, data in value.items() if key not in _DATA}
        if isinstance(value, dict)
        else value
        for name, value in event.items()
    }
