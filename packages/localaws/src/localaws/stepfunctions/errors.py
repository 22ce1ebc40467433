"""Failures of a task as moto's interpreter wants them: an event for the history, and a name."""

from __future__ import annotations

from typing import Any

from moto.stepfunctions.parser.api import HistoryEventType, TaskFailedEventDetails
from moto.stepfunctions.parser.asl.component.common.error_name.error_name import ErrorName
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import (
    StatesErrorName,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

_LONGEST_CAUSE = 32768  # characters, by the Step Functions API


def named(error: str) -> ErrorName:
    """The error's name: one of the language's own (``States.…``) or a service's."""
    if error.startswith("States."):
        try:
            return StatesErrorName.from_name(error)
        except ValueError:
            """A name that looks reserved and is not: any other name then."""
    return _Other(error)


class _Other(ErrorName):  # type: ignore[misc]
    """A name that the language does not define."""


def failed(env: Any, error: str, cause: str, resource_type: str, resource: str) -> Exception:
    """The exception that makes a task fail with that error; the caller raises it."""
    details = TaskFailedEventDetails(
        error=error, cause=cause[:_LONGEST_CAUSE], resourceType=resource_type, resource=resource
    )
    event = FailureEvent(
        env=env,
        error_name=named(error),
        event_type=HistoryEventType.TaskFailed,
        event_details=EventDetails(taskFailedEventDetails=details),
    )
    exception: Exception = FailureEventException(failure_event=event)
    return exception
