"""A state is left, for the one that follows or because its graph has come to its end."""

from __future__ import annotations

from typing import Any

from localaws.stepfunctions.engine.frame import Frame, Standing
from localaws.stepfunctions.engine.turn import Turn, text
from localaws.stepfunctions.evaluation import flow
from localaws.stepfunctions.execution import SUCCEEDED
from localaws.stepfunctions.language.map import Map


def leave(turn: Turn, frame: Frame, result: Any, previous: int | None = None) -> None:
    """The work is done: the state's output follows from its result, and the state is left.

    Raises:
        EvaluationFailure: it has no output.
    """
    state = frame.state
    output, assigned = flow.output(state.flow, turn.scope(frame), result, state.name)
    exit_to(turn, frame, state.next, output, assigned, previous)


def exit_to(
    turn: Turn,
    frame: Frame,
    following: str | None,
    output: Any,
    assigned: dict[str, Any],
    previous: int | None = None,
) -> None:
    """Leave the state for the one that follows; None: its graph has come to its end."""
    details: dict[str, Any] = {"name": frame.at, "output": text(output)}
    inner: dict[str, Any] = {"next": following}
    if assigned:
        details["assignedVariables"] = {name: text(value) for name, value in assigned.items()}
        inner["assigned"] = assigned
    turn.emit(f"{frame.state.type}StateExited", frame, details, previous, **inner)
    if frame.standing is Standing.ENDED:
        _ended(turn, frame)


def _ended(turn: Turn, frame: Frame) -> None:
    parent = frame.parent
    if parent is None:
        turn.emit("ExecutionSucceeded", frame, {"output": text(frame.output)})
        turn.end(SUCCEEDED, output=text(frame.output))
        return
    if isinstance(parent.state, Map):
        details = {"name": parent.at, "index": frame.index}
        turn.emit("MapIterationSucceeded", parent, details, frame.last)
    turn.standings.ready.append(parent)
