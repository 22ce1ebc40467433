"""From what an execution hears to what it does: the whole of the engine's deciding, without the world.

A message is taken in, then every frame that can go on does, until all of them wait or the turn is long
enough for others to have theirs.
"""

from __future__ import annotations

from localaws.stepfunctions.engine import failing
from localaws.stepfunctions.engine.abort import abort_children
from localaws.stepfunctions.engine.effect import Offer, Timer
from localaws.stepfunctions.engine.frame import Frame, Standing
from localaws.stepfunctions.engine.message import (
    Due,
    GoOn,
    Heartbeat,
    MapRunEnded,
    Message,
    Redrive,
    Responded,
    StopExecution,
    TakenByWorker,
    TaskEnded,
)
from localaws.stepfunctions.engine.orders import order
from localaws.stepfunctions.engine.turn import Turn, text
from localaws.stepfunctions.engine.work import map as map_state
from localaws.stepfunctions.engine.work import map_run, parallel, task, wait
from localaws.stepfunctions.engine.work.simple import do_choice, do_fail, do_pass, do_succeed
from localaws.stepfunctions.execution import ABORTED, RUNNING, TIMED_OUT
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.language.resource import Activity
from localaws.stepfunctions.language.task import Task
from localaws.stepfunctions.language.wait import Wait
from localaws.stepfunctions.map_runs.order import How
from localaws.stepfunctions.tasks.task import TASK_FAILED, Failed

LONGEST_TURN = 200
"""States that an execution may run through before others have their turn."""

WORK: dict[str, failing.Work] = {
    "Pass": do_pass,
    "Succeed": do_succeed,
    "Fail": do_fail,
    "Choice": do_choice,
    "Wait": wait.do_wait,
    "Task": task.do_task,
    "Parallel": parallel.do_parallel,
    "Map": map_state.do_map,
}


def hear(turn: Turn, message: Message) -> None:
    """Take in one message. What concerns nothing that is still going on is passed over."""
    if isinstance(message, Redrive):
        turn.emit("ExecutionRedriven", None, {"redriveCount": turn.standings.redrives + 1})
        for frame in list(turn.standings.frames.values()):
            if frame.standing is Standing.MAP_RUN:
                map_run.redrive(turn, frame)
        return
    if turn.execution.status != RUNNING:
        return
    match message:
        case GoOn():
            pass
        case StopExecution(error, cause):
            _stop(turn, error, cause)
        case Due(None):
            _time_out(turn)
        case Due(int(number)):
            if number in turn.standings.frames:
                _look_at(turn, turn.standings.frames[number])
        case MapRunEnded(arn, ended):
            for frame in list(turn.standings.frames.values()):
                if frame.standing is Standing.MAP_RUN and frame.map_run == arn:
                    map_run.ended(turn, frame, ended)
        case Responded(token) | TaskEnded(token) | Heartbeat(token) | TakenByWorker(token):
            if token in turn.standings.tasks:
                _of_task(turn, turn.standings.tasks[token], message)


def _of_task(turn: Turn, frame: Frame, message: Message) -> None:
    assert frame.task is not None
    match message:
        case Responded(_, response):
            task.responded(turn, frame, response)
        case TaskEnded(_, ended):
            task.ended(turn, frame, ended)
        case Heartbeat(_, moment):
            turn.note(frame, beaten=moment)
            task.look_again(turn, frame, frame.task)
        case TakenByWorker(_, worker):
            if not frame.task.submitted:
                turn.emit("ActivityStarted", frame, {"workerName": worker} if worker else {})
                task.look_again(turn, frame, frame.task)


def _look_at(turn: Turn, frame: Frame) -> None:
    """A moment came that the frame waited for, unless it has gone on since, or waits for a later one."""
    if frame.standing is Standing.WAITING and frame.wake is not None and frame.wake <= turn.now:
        if frame.retrying:
            turn.note(frame, again=True)
            failing.guarded(turn, frame, WORK[frame.state.type])
        else:
            failing.guarded(turn, frame, wait.go_on)
    elif frame.standing is Standing.TASK and frame.task is not None:
        moment = task.due(frame.task)
        if moment is not None and moment <= turn.now:
            task.timed_out(turn, frame)
        elif moment is not None:
            turn.want(Timer(frame.id, moment))


def go(turn: Turn, longest: int = LONGEST_TURN) -> bool:
    """Let every frame go on that can; whether some still can."""
    ready = turn.standings.ready
    for _ in range(longest):
        if not ready or turn.execution.status != RUNNING:
            return False
        frame = ready.popleft()
        if turn.standings.frames.get(frame.id) is not frame:
            continue
        if frame.standing is Standing.READY:
            _enter(turn, frame)
        elif frame.standing is Standing.CHILDREN:
            is_map = isinstance(frame.state, Map)
            failing.guarded(turn, frame, map_state.go_on if is_map else parallel.go_on)
    return bool(ready) and turn.execution.status == RUNNING


def _enter(turn: Turn, frame: Frame) -> None:
    details = {"name": frame.at, "input": text(frame.input)}
    turn.emit(f"{frame.state.type}StateEntered", frame, details)
    failing.guarded(turn, frame, WORK[frame.state.type])


def _stop(turn: Turn, error: str | None, cause: str | None) -> None:
    _abandon(turn)
    told = {"error": error, "cause": cause}
    turn.emit("ExecutionAborted", None, {k: v for k, v in told.items() if v is not None})
    turn.end(ABORTED, error=error, cause=cause)


def _time_out(turn: Turn) -> None:
    _abandon(turn)
    turn.emit("ExecutionTimedOut", None)
    turn.end(TIMED_OUT)


def _abandon(turn: Turn) -> None:
    root = turn.standings.root
    state = root.state
    was_waiting = isinstance(state, Wait)
    ran = root.standing not in (Standing.READY, Standing.ENTERED)
    abort_children(turn, root)
    if root.standing is Standing.MAP_RUN:
        turn.emit("MapRunAborted", root)
    if ran and not was_waiting:
        turn.emit(f"{state.type}StateAborted", root)
    turn.note(root, failed=None)


def take_up(turn: Turn) -> None:
    """Go on with an execution that was read from its journal: whoever it waits for is asked anew.

    A request that was under way when the server ended has no response, and nobody knows whether it was
    made: its attempt fails.
    """
    for frame in list(turn.standings.frames.values()):
        if frame.standing is Standing.WAITING and frame.wake is not None:
            turn.want(Timer(frame.id, frame.wake))
        elif frame.standing is Standing.TASK and frame.task is not None:
            _take_up_task(turn, frame)
        elif frame.standing is Standing.MAP_RUN:
            map_run.begin(turn, frame, How.RESUME)


def _take_up_task(turn: Turn, frame: Frame) -> None:
    state, pending = frame.state, frame.task
    assert isinstance(state, Task)
    assert pending is not None
    turn.note(frame, beaten=turn.now)  # whoever beats could not, while there was no server
    task.look_again(turn, frame, pending)
    if pending.submitted:
        task.watch(turn, frame)
    elif isinstance(state.resource, Activity):
        turn.want(Offer(state.resource.arn, order(turn.execution, frame, pending)))
    else:
        cause = "The service was stopped while the request was under way."
        task.ended(turn, frame, Failed(TASK_FAILED, cause))
