"""The changes of an execution's status as EventBridge has them (``aws.states``). Pure.

https://docs.aws.amazon.com/step-functions/latest/dg/eventbridge-integration.html: only STANDARD executions
tell; ``detail`` is as DescribeExecution shows the execution, times in milliseconds.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import RUNNING, STANDARD, Execution, redrive_status
from localaws.stepfunctions.language.json_text import write

DETAIL_TYPE = "Step Functions Execution Status Change"
SOURCE = "aws.states"
_BEGINNINGS = ("ExecutionStarted", "ExecutionRedriven")
_ENDINGS = ("ExecutionSucceeded", "ExecutionFailed", "ExecutionTimedOut", "ExecutionAborted")
_LONGEST = 248 * 1024  # bytes, of input and output together once they are escaped


def changes(
    execution: Execution, events: Iterable[Event]
) -> Iterator[tuple[float, dict[str, Any]]]:
    """The moment and the ``detail`` of each change that these events are."""
    if execution.type != STANDARD:
        return
    for event in events:
        if event.type in _BEGINNINGS:
            began = replace(
                execution, status=RUNNING, stopped=None, output=None, error=None, cause=None
            )
            yield event.time, detail(began)
        elif event.type in _ENDINGS:
            yield event.time, detail(execution)


def detail(execution: Execution) -> dict[str, Any]:
    """An execution as it is."""
    shown_input, shown_output = _shown(execution)
    has_output = execution.output is not None
    status, reason = redrive_status(execution)
    return {
        "executionArn": execution.arn,
        "stateMachineArn": execution.machine_arn,
        "stateMachineVersionArn": execution.version_arn,
        "stateMachineAliasArn": execution.alias_arn,
        "name": execution.name,
        "status": execution.status,
        "startDate": _milliseconds(execution.started),
        "stopDate": _milliseconds(execution.stopped),
        "input": shown_input,
        "inputDetails": {"included": shown_input is not None},
        "output": shown_output,
        "outputDetails": {"included": shown_output is not None} if has_output else None,
        "error": execution.error,
        "cause": execution.cause,
        "redriveCount": execution.redrive_count,
        "redriveDate": _milliseconds(execution.redriven),
        "redriveStatus": status,
        "redriveStatusReason": reason,
    }


def _shown(execution: Execution) -> tuple[str | None, str | None]:
    """Input and output: the input is left out first where both are too long for an event."""
    size_in, size_out = _size(execution.input), _size(execution.output)
    shown_input = execution.input if size_in + size_out <= _LONGEST else None
    return shown_input, execution.output if size_out <= _LONGEST else None


def _size(text: str | None) -> int:
    return 0 if text is None else len(write(text).encode())


def _milliseconds(moment: float | None) -> int | None:
    return None if moment is None else round(moment * 1000)
