"""What becomes of a failure: another attempt, the state of a Catch, or the end of what it is part of."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine import leaving
from localaws.stepfunctions.engine.abort import abort_children
from localaws.stepfunctions.engine.effect import Timer
from localaws.stepfunctions.engine.frame import Failure, Frame
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.evaluation import flow
from localaws.stepfunctions.evaluation.failure import (
    DATA_LIMIT,
    QUERY,
    UNCAUGHT_BY_ALL,
    EvaluationFailure,
)
from localaws.stepfunctions.execution import FAILED
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.language.parallel import Parallel
from localaws.stepfunctions.language.retrying import (
    ALL,
    LONGEST_DELAY,
    TASK_FAILED,
    Catcher,
    Retrier,
)
from localaws.stepfunctions.language.task import Task

Work = Callable[[Turn, Frame], None]
TIMEOUT, HEARTBEAT_TIMEOUT = "States.Timeout", "States.HeartbeatTimeout"
_NO_TASK_FAILURES = frozenset([TIMEOUT, HEARTBEAT_TIMEOUT, *UNCAUGHT_BY_ALL])


def guarded(turn: Turn, frame: Frame, work: Work) -> None:
    """Do some work of a frame's state; where an evaluation fails, the state does."""
    try:
        work(turn, frame)
    except EvaluationFailure as failure:
        fail(turn, frame, _told(turn, frame, failure))


def _told(turn: Turn, frame: Frame, failure: EvaluationFailure) -> Failure:
    """What the state fails of: the cause says which state it is, and a query's is an event too."""
    cause = failure.cause
    if failure.error != DATA_LIMIT:
        cause = (
            f"An error occurred while executing the state '{frame.at}' "
            f"(entered at the event id #{frame.entered}). {cause}"
        )
    if failure.error == QUERY:
        details = {"error": failure.error, "cause": cause, "state": frame.at}
        if failure.location is not None:
            details["location"] = failure.location
        turn.emit("EvaluationFailed", frame, details, frame.before)
    return Failure(failure.error, cause)


def fail(turn: Turn, frame: Frame, failure: Failure) -> None:
    """The state of a frame failed."""
    turn.failed(frame, failure)
    state = frame.state
    number = _retrier(getattr(state, "retry", ()), failure, frame)
    if number is not None:
        delay = _delay(state.retry[number], frame.retries.get(number, 0))  # type: ignore[attr-defined]
        abort_children(turn, frame)
        turn.note(frame, wake=turn.now + delay, retry=number)
        turn.want(Timer(frame.id, turn.now + delay))
        return
    _say_that_it_failed(turn, frame, failure)
    for catcher in getattr(state, "catch", ()):
        if named(failure, catcher.error_equals, frame):
            _caught(turn, frame, failure, catcher)
            return
    _give_up(turn, frame, failure)


def _say_that_it_failed(turn: Turn, frame: Frame, failure: Failure) -> None:
    abort_children(turn, frame)
    if isinstance(frame.state, Parallel) and frame.children:
        turn.emit("ParallelStateFailed", frame)
    elif isinstance(frame.state, Map) and _ran(frame, failure):
        turn.emit("MapStateFailed", frame)


def _ran(frame: Frame, failure: Failure) -> bool:
    """AWS says that a Map failed once it runs, or where JSONata gives it no items."""
    return bool(frame.children) or frame.map_run is not None or failure.error == QUERY


def _caught(turn: Turn, frame: Frame, failure: Failure, catcher: Catcher) -> None:
    error_output = _error_output(failure)
    try:
        if frame.state.flow.in_jsonata:
            scope = replace(turn.scope(frame), error_output=error_output)
            output, assigned = flow.jsonata_output(
                catcher.output, catcher.assign, scope, error_output
            )
        else:
            scope = turn.scope(frame, error_output)
            assigned = flow.assigned(catcher.assign, scope)
            output = flow.merge(catcher.result_path, frame.input, error_output)
        flow.check_size(output, frame.at)
    except EvaluationFailure as inner:
        _give_up(turn, frame, _told(turn, frame, inner))
        return
    leaving.exit_to(turn, frame, catcher.next, output, assigned)


def _error_output(failure: Failure) -> dict[str, Any]:
    """``Cause`` is there even where nobody gave one; a failure without a name has null, as AWS has it."""
    cause = failure.cause if failure.error is None else failure.cause or ""
    return {"Error": failure.error, "Cause": cause}


def _give_up(turn: Turn, frame: Frame, failure: Failure) -> None:
    turn.note(frame, failed=[failure.error, failure.cause, list(failure.also)])
    parent = frame.parent
    if parent is None:
        told = {"error": failure.error, "cause": failure.cause}
        turn.emit("ExecutionFailed", frame, {k: v for k, v in told.items() if v is not None})
        turn.end(FAILED, error=failure.error, cause=failure.cause)
        return
    if isinstance(parent.state, Map):
        turn.emit(
            "MapIterationFailed",
            parent,
            {"name": parent.at, "index": frame.index},
            frame.last,
        )
    fail(turn, parent, failure)


def _retrier(retriers: tuple[Retrier, ...], failure: Failure, frame: Frame) -> int | None:
    """The first retrier that names the error decides; None where it is used up, or there is none."""
    for number, retrier in enumerate(retriers):
        if named(failure, retrier.error_equals, frame):
            left = frame.retries.get(number, 0) < retrier.max_attempts
            return number if left else None
    return None


def named(failure: Failure, names: tuple[str, ...], frame: Frame) -> bool:
    """Whether the ``ErrorEquals`` of a Retrier or Catcher is about a failure."""
    if failure.error in names or any(name in names for name in failure.also):
        return True
    if ALL in names:
        return failure.error not in UNCAUGHT_BY_ALL
    return (
        TASK_FAILED in names
        and isinstance(frame.state, Task)
        and failure.error not in _NO_TASK_FAILURES
    )


def _delay(retrier: Retrier, used: int) -> float:
    """Seconds until the next attempt."""
    longest = retrier.max_delay_seconds
    try:
        delay = retrier.interval_seconds * retrier.backoff_rate**used
    except OverflowError:
        delay = float("inf")
    delay = min(delay, LONGEST_DELAY if longest is None else longest)
    return random.uniform(0.0, delay) if retrier.full_jitter else delay
