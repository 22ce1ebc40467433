"""A fault of ours: it ends the execution that it is met in at most, and the log has the whole of it."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.journal import Journal
from localaws.stepfunctions.evaluation.failure import RUNTIME
from localaws.stepfunctions.execution import FAILED, Execution

log = logging.getLogger(__name__)


def logged(arn: str) -> str:
    """Log the exception that is being handled; the cause that AWS gives, with the id to look for."""
    request = uuid.uuid4()
    log.exception("%s failed within the service, request %s", arn, request)
    return f"An internal error occurred while executing the state machine. Request ID: {request}"


def attempt(call: Callable[..., object], *given: Any) -> None:
    """Do one of several things of which none may keep the others from being done."""
    try:
        call(*given)
    except Exception:
        log.exception("%r failed within the service", call)


def end_unreadable(execution: Execution, journal: Journal, now: float) -> None:
    """End an execution that cannot be taken up from its journal. An exception is being handled."""
    cause = logged(execution.arn)
    events = journal.events(execution.arn)
    last = events[-1].id if events else 0
    failed = Event(last + 1, last, "ExecutionFailed", now, {"error": RUNTIME, "cause": cause})
    ended = replace(execution, status=FAILED, stopped=now, error=RUNTIME, cause=cause)
    journal.append(execution.arn, [failed], ended)
