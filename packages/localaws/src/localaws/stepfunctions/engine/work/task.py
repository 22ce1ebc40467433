"""Task: an attempt is scheduled, its request made by others, and its end heard of."""

from __future__ import annotations

import uuid
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine import abort, failing, leaving
from localaws.stepfunctions.engine.effect import Call, Offer, Timer, Watch, Withdraw
from localaws.stepfunctions.engine.frame import Failure, Frame, PendingTask
from localaws.stepfunctions.engine.orders import order
from localaws.stepfunctions.engine.turn import Turn, text
from localaws.stepfunctions.engine.work.limits import Limit, number
from localaws.stepfunctions.evaluation import flow, templates
from localaws.stepfunctions.evaluation.failure import DATA_LIMIT, EvaluationFailure
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.resource import Action, Activity, Function, Pattern
from localaws.stepfunctions.language.task import LONGEST, Task
from localaws.stepfunctions.tasks.task import LONGEST_CAUSE, Ended, Succeeded

_TOKEN_PARTS = 3


def do_task(turn: Turn, frame: Frame) -> None:
    """Schedule an attempt."""
    state = frame.state
    assert isinstance(state, Task)
    token = "".join(uuid.uuid4().hex for _ in range(_TOKEN_PARTS))
    scope = turn.scope(frame)
    if _hands_out_token(state):
        scope = replace(scope, context={**scope.context, "Task": {"Token": token}})
    scope = replace(scope, data=flow.effective_input(state.flow, scope))
    arguments = flow.arguments(state.flow, scope)
    credentials = None
    if state.credentials is not None:
        credentials = templates.value(state.credentials, scope)
    timeout = _seconds(state.timeout, scope, "TimeoutSeconds")
    heartbeat = _seconds(state.heartbeat, scope, "HeartbeatSeconds")
    _schedule(turn, frame, state, arguments, credentials, token, timeout, heartbeat)


def _hands_out_token(state: Task) -> bool:
    """Whoever is asked for the work may end it: with ``.sync`` as well, though the work's end would do."""
    resource = state.resource
    return isinstance(resource, Action) and resource.pattern is not Pattern.REQUEST_RESPONSE


def _seconds(template: Template | None, scope: Scope, name: str) -> float | None:
    return None if template is None else number(template, scope, Limit(name, 1, LONGEST))


def _schedule(
    turn: Turn,
    frame: Frame,
    state: Task,
    arguments: Any,
    credentials: Any,
    token: str,
    timeout: float | None,
    heartbeat: float | None,
) -> None:
    limits: dict[str, Any] = {}
    if timeout is not None:
        limits["timeoutInSeconds"] = int(timeout)
    if heartbeat is not None:
        limits["heartbeatInSeconds"] = int(heartbeat)
    inner = {
        "token": token,
        "arguments": arguments,
        "credentials": credentials,
        "deadline": None if timeout is None else turn.now + timeout,
        "heartbeat": heartbeat,
    }
    told = {}
    if credentials and credentials.get("RoleArn"):
        told["taskCredentials"] = {"roleArn": credentials["RoleArn"]}
    match state.resource:
        case Function(arn):
            details = {"resource": arn, "input": text(arguments), **limits, **told}
            turn.emit("LambdaFunctionScheduled", frame, details, **inner)
            turn.emit("LambdaFunctionStarted", frame)
        case Activity(arn):
            details = {"resource": arn, "input": text(arguments), **limits}
            turn.emit("ActivityScheduled", frame, details, **inner)
        case Action() as action:
            details = {
                "resourceType": action.resource_type,
                "resource": action.resource,
                "region": turn.execution.region,
                "parameters": text(arguments),
                **limits,
                **told,
            }
            turn.emit("TaskScheduled", frame, details, **inner)
            turn.emit("TaskStarted", frame, _named(state))
    assert frame.task is not None
    wanted = order(turn.execution, frame, frame.task)
    if isinstance(state.resource, Activity):
        turn.want(Offer(state.resource.arn, wanted))
    else:
        turn.want(Call(wanted))
    look_again(turn, frame, frame.task)


def look_again(turn: Turn, frame: Frame, task: PendingTask) -> None:
    """Have the frame looked at when its task may have timed out."""
    moment = due(task)
    if moment is not None:
        turn.want(Timer(frame.id, moment))


def due(task: PendingTask) -> float | None:
    """When a task times out if nothing more is heard of it."""
    moments = [] if task.deadline is None else [task.deadline]
    if task.heartbeat is not None:
        moments.append(task.beaten + task.heartbeat)
    return min(moments, default=None)


def responded(turn: Turn, frame: Frame, response: Any) -> None:
    """The request was made."""
    state, task = frame.state, frame.task
    assert isinstance(state, Task)
    assert task is not None
    resource = state.resource
    if not isinstance(resource, Action) or resource.pattern is Pattern.REQUEST_RESPONSE:
        ended(turn, frame, Succeeded(response))
        return
    if task.submitted:
        return  # its token was used before the response came back
    turn.emit("TaskSubmitted", frame, {**_named(state), "output": text(response)})
    watch(turn, frame)
    look_again(turn, frame, task)


def watch(turn: Turn, frame: Frame) -> None:
    """Have it said when the work of a task has ended; a token says it by itself."""
    state, task = frame.state, frame.task
    assert isinstance(state, Task)
    assert task is not None
    resource = state.resource
    if isinstance(resource, Action) and resource.pattern is not Pattern.TASK_TOKEN:
        turn.want(Watch(order(turn.execution, frame, task), task.response))


def ended(turn: Turn, frame: Frame, result: Ended) -> None:
    """The task has ended."""
    state = frame.state
    assert isinstance(state, Task)
    if frame.task is not None:
        turn.want(Withdraw(frame.task.token))
    if isinstance(result, Succeeded):
        try:
            flow.check_size(result.output, state.name)
        except EvaluationFailure as failure:
            _failed(turn, frame, DATA_LIMIT, failure.cause)
            return
        turn.emit(
            f"{_what(state)}Succeeded", frame, _named(state) | {"output": text(result.output)}
        )
        failing.guarded(turn, frame, lambda turn, frame: leaving.leave(turn, frame, result.output))
        return
    _failed(turn, frame, result.error, result.cause)


def _failed(turn: Turn, frame: Frame, error: str | None, cause: str | None) -> None:
    state = frame.state
    assert isinstance(state, Task)
    cause = None if cause is None else cause[:LONGEST_CAUSE]
    told = {"error": error, "cause": cause}
    turn.emit(
        f"{_what(state)}Failed",
        frame,
        _named(state) | {key: value for key, value in told.items() if value is not None},
    )
    failing.fail(turn, frame, Failure(error, cause))


def timed_out(turn: Turn, frame: Frame) -> None:
    """The task's time is over, or nothing was heard of it for too long."""
    state, task = frame.state, frame.task
    assert isinstance(state, Task)
    assert task is not None
    by_deadline = task.deadline is not None and task.deadline <= turn.now
    abort.release(turn, frame)
    details = _named(state) | {"error": failing.TIMEOUT}
    inner = {} if by_deadline else {"unheard": True}
    turn.emit(f"{_what(state)}TimedOut", frame, details, **inner)
    also = () if by_deadline else (failing.HEARTBEAT_TIMEOUT,)
    failing.fail(turn, frame, Failure(failing.TIMEOUT, None, also))


def _what(state: Task) -> str:
    match state.resource:
        case Function():
            return "LambdaFunction"
        case Activity():
            return "Activity"
        case _:
            return "Task"


def _named(state: Task) -> dict[str, Any]:
    resource = state.resource
    if not isinstance(resource, Action):
        return {}
    return {"resourceType": resource.resource_type, "resource": resource.resource}
