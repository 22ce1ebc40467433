"""Parallel: a frame for each branch."""

from __future__ import annotations

from dataclasses import replace

from localaws.stepfunctions.engine import leaving
from localaws.stepfunctions.engine.frame import Frame, Standing
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.evaluation import flow


def do_parallel(turn: Turn, frame: Frame) -> None:
    """Begin all branches, each with the same input."""
    scope = turn.scope(frame)
    scope = replace(scope, data=flow.effective_input(frame.state.flow, scope))
    given = scope.input if frame.state.flow.in_jsonata else scope.data
    if frame.state.flow.parameters is not None:
        given = flow.arguments(frame.state.flow, scope)
    turn.emit("ParallelStateStarted", frame, input=given)


def go_on(turn: Turn, frame: Frame) -> None:
    """Leave the state once all branches have ended."""
    if all(child.standing is Standing.ENDED for child in frame.children.values()):
        last = frame.last
        turn.emit("ParallelStateSucceeded", frame)
        leaving.leave(turn, frame, list(frame.results), last)
