"""Ends what runs within a state that is over: branches, iterations, tasks, map runs."""

from __future__ import annotations

from localaws.stepfunctions.engine.effect import Stop, StopMapRun, Withdraw
from localaws.stepfunctions.engine.frame import Frame, Standing
from localaws.stepfunctions.engine.orders import order
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.language.parallel import Parallel
from localaws.stepfunctions.language.resource import Action, Pattern
from localaws.stepfunctions.language.task import Task
from localaws.stepfunctions.language.wait import Wait


def abort_children(turn: Turn, frame: Frame) -> None:
    """End everything below a frame; what it waits for itself too."""
    release(turn, frame)
    for child in list(frame.children.values()):
        if child.over:
            continue
        abort_children(turn, child)
        _tell(turn, child)
        turn.note(child, failed=None)
        if isinstance(frame.state, Map):
            turn.emit(
                "MapIterationAborted", frame, {"name": frame.at, "index": child.index}, child.last
            )


def _tell(turn: Turn, frame: Frame) -> None:
    """That its state was aborted, for those that AWS has a word for."""
    if frame.standing in (Standing.READY, Standing.ENTERED):
        return
    if frame.standing is Standing.MAP_RUN:
        turn.emit("MapRunAborted", frame)
    for kind in (Task, Wait, Parallel, Map):
        if isinstance(frame.state, kind):
            turn.emit(f"{kind.__name__}StateAborted", frame)


def release(turn: Turn, frame: Frame) -> None:
    """Have the work stopped that the frame's task, or its map run, waits for."""
    if frame.map_run is not None and frame.standing is Standing.MAP_RUN:
        turn.want(StopMapRun(frame.map_run))
    task, state = frame.task, frame.state
    if task is None or not isinstance(state, Task):
        return
    turn.want(Withdraw(task.token))
    resource = state.resource
    waits = isinstance(resource, Action) and resource.pattern in (Pattern.SYNC, Pattern.SYNC_2)
    if waits and task.submitted:
        turn.want(Stop(order(turn.execution, frame, task), task.response))
