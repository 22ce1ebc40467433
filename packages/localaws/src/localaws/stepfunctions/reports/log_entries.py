"""The events of an execution as CloudWatch Logs gets them, by level and without data where that is asked. Pure.

Levels: https://docs.aws.amazon.com/step-functions/latest/dg/cw-logs.html; an event's shape is as AWS was
recorded to write it: numbers as texts, ``details`` as the history has them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.language.json_text import write

_FATAL = frozenset(["ExecutionAborted", "ExecutionFailed", "ExecutionTimedOut"])
_ERROR = _FATAL | {
    *("EvaluationFailed", "FailStateEntered", "ActivityFailed", "ActivityScheduleFailed"),
    *("ActivityTimedOut", "LambdaFunctionFailed", "LambdaFunctionScheduleFailed"),
    *("LambdaFunctionStartFailed", "LambdaFunctionTimedOut", "MapIterationAborted"),
    *("MapIterationFailed", "MapRunAborted", "MapRunFailed", "MapStateAborted", "MapStateFailed"),
    *("ParallelStateAborted", "ParallelStateFailed", "TaskFailed", "TaskStartFailed"),
    *("TaskStateAborted", "TaskSubmitFailed", "TaskTimedOut", "WaitStateAborted"),
}
_DATA = frozenset(["input", "inputDetails", "output", "outputDetails", "parameters"])
_DATA |= {"assignedVariables", "assignedVariablesDetails", "taskCredentials"}
_LONGEST = 248 * 1024  # bytes of an escaped input or output; what is longer is cut


@dataclass(frozen=True)
class Destination:
    """A log group, and what of an execution goes there."""

    account: str
    region: str
    group: str
    level: str
    with_data: bool


def destination(logging: Mapping[str, Any] | None) -> Destination | None:
    """Where a LoggingConfiguration sends events; None where it sends none."""
    if not logging or logging.get("level", "OFF") == "OFF" or not logging.get("destinations"):
        return None
    arn = str(logging["destinations"][0]["cloudWatchLogsLogGroup"]["logGroupArn"])
    region, account, group = _parts(arn)
    return Destination(
        account, region, group, str(logging["level"]), bool(logging.get("includeExecutionData"))
    )


def _parts(arn: str) -> tuple[str, str, str]:
    _, _, _, region, account, _, group, *_ = arn.split(":")
    return region, account, group


def entries(
    execution: Execution, events: Iterable[Event], to: Destination
) -> Iterator[tuple[int, str]]:
    """The log events: each with its moment in milliseconds since 1970."""
    for event in events:
        if _belongs(event.type, to.level):
            moment = round(event.time * 1000)
            yield moment, write(_entry(execution, event, moment, to.with_data))


def _belongs(event_type: str, level: str) -> bool:
    if level == "ALL":
        return True
    return event_type in (_ERROR if level == "ERROR" else _FATAL)


def _entry(execution: Execution, event: Event, moment: int, with_data: bool) -> dict[str, Any]:
    return {
        "id": str(event.id),
        "type": event.type,
        "details": _details(event.details, with_data),
        "redrive_count": str(execution.redrive_count),
        "previous_event_id": str(event.previous),
        "event_timestamp": str(moment),
        "execution_arn": execution.arn,
    }


def _details(details: Mapping[str, Any], with_data: bool) -> dict[str, Any]:
    if not with_data:
        return {name: value for name, value in details.items() if name not in _DATA}
    shown = dict(details)
    for name in ("input", "output"):
        text = shown.get(name)
        if isinstance(text, str):
            too_long = len(write(text).encode()) > _LONGEST
            shown[name] = _cut(text) if too_long else text
            shown[f"{name}Details"] = {"truncated": too_long}
    return shown


def _cut(text: str) -> str:
    """As much of the beginning as fits once it is escaped."""
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if len(write(text[:middle]).encode()) <= _LONGEST:
            low = middle
        else:
            high = middle - 1
    return text[:low]
