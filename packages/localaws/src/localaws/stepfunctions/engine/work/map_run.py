"""A distributed Map: its map run is ``map_runs``' affair; here it is begun, and its end heard of."""

from __future__ import annotations

import uuid
from dataclasses import replace

from localaws.stepfunctions.engine import failing, leaving
from localaws.stepfunctions.engine.effect import StartMapRun
from localaws.stepfunctions.engine.frame import Failure, Frame
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.engine.work.items import items_or_members
from localaws.stepfunctions.engine.work.limits import (
    MAX_CONCURRENCY,
    TOLERATED_COUNT,
    TOLERATED_PERCENTAGE,
    number,
)
from localaws.stepfunctions.evaluation import flow
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.map_runs.order import How
from localaws.stepfunctions.tasks.task import Ended, Succeeded


def do_map_run(turn: Turn, frame: Frame, state: Map, scope: Scope) -> None:
    """Begin the map run; ``scope`` has the effective input."""
    found = None if state.reader is not None else items_or_members(state, scope)
    number(state.max_concurrency, scope, MAX_CONCURRENCY)
    turn.emit("MapStateStarted", frame, {"length": 0 if found is None else len(found)})
    number(state.tolerated_count, scope, TOLERATED_COUNT)
    number(state.tolerated_percentage, scope, TOLERATED_PERCENTAGE)
    turn.emit("MapRunStarted", frame, {"mapRunArn": _arn(turn, state)})
    begin(turn, frame, How.START)


def redrive(turn: Turn, frame: Frame) -> None:
    """Have those of its child executions run again that did not succeed."""
    details = {"mapRunArn": frame.map_run, "redriveCount": turn.standings.redrives}
    turn.emit("MapRunRedriven", frame, details)
    begin(turn, frame, How.REDRIVE)


def begin(turn: Turn, frame: Frame, how: How) -> None:
    """Have the map run of a frame begin or go on."""
    state = frame.state
    assert isinstance(state, Map)
    assert frame.map_run is not None
    scope = turn.scope(frame)
    scope = replace(scope, data=flow.effective_input(state.flow, scope))
    found = None if state.reader is not None else items_or_members(state, scope)
    turn.want(StartMapRun(state, found, scope, frame.map_run, how))


def _arn(turn: Turn, state: Map) -> str:
    execution = turn.execution
    machine = execution.machine_arn.split(":", 6)[-1]
    where = f"arn:aws:states:{execution.region}:{execution.account}:mapRun"
    return f"{where}:{machine}/{state.label or uuid.uuid4()}:{uuid.uuid4()}"


def ended(turn: Turn, frame: Frame, result: Ended) -> None:
    """The map run has ended."""
    if isinstance(result, Succeeded):
        last = turn.emit("MapRunSucceeded", frame).id
        turn.emit("MapStateSucceeded", frame)
        failing.guarded(
            turn, frame, lambda turn, frame: leaving.leave(turn, frame, result.output, last)
        )
        return
    turn.emit("MapRunFailed", frame, {"error": result.error, "cause": result.cause})
    failing.fail(turn, frame, Failure(result.error, result.cause))
