"""What an event does to the frames of an execution.

The one place where frames change, for an execution that runs as for one that is read from its journal.
An event's ``inner`` says which frame it is about; ``then`` in it are notes, changes that have no event in
AWS's vocabulary (when a Wait is over, that an attempt is made anew), in force from the event on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.frame import Failure, Frame, PendingTask, Standing, Standings
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.branch import Branch
from localaws.stepfunctions.language.map import Map
from localaws.stepfunctions.language.parallel import Parallel


def apply(standings: Standings, event: Event) -> None:
    """Change the frames as the event says."""
    standings.last_event = event.id
    number = event.inner.get("frame")
    frame = None if number is None else standings.frames[number]
    if frame is not None:
        frame.last = event.id
    change = _CHANGES.get(event.type)
    if change is not None:
        change(standings, frame, event)
    elif event.type.endswith("StateEntered"):
        _entered(_there(frame), event)
    elif event.type.endswith("StateExited"):
        _exited(standings, _there(frame), event)
    for note in event.inner.get("then", ()):
        apply_note(standings, note)


def apply_note(standings: Standings, note: Mapping[str, Any]) -> None:
    """Change a frame as a note says: by the names of what it changes."""
    frame = standings.frames[note["frame"]]
    if "wake" in note:
        _leave_task(standings, frame)
        _drop_children(standings, frame)
        frame.standing, frame.wake = Standing.WAITING, note["wake"]
        frame.retrying = "retry" in note
        if frame.retrying:
            frame.retries[note["retry"]] = frame.retries.get(note["retry"], 0) + 1
    if "again" in note:
        frame.standing, frame.wake, frame.retrying = Standing.ENTERED, None, False
    if "failed" in note:
        _leave_task(standings, frame)
        frame.standing, frame.wake = Standing.FAILED, None
        failed = note["failed"]
        frame.failure = None if failed is None else Failure(failed[0], failed[1], tuple(failed[2]))
        if failed is not None and frame.parent is not None:
            frame.parent.last = frame.last
    if "beaten" in note and frame.task is not None:
        frame.task.beaten = note["beaten"]


def _there(frame: Frame | None) -> Frame:
    if frame is None:
        raise ValueError("the event names no frame")
    return frame


def _started(standings: Standings, _: Frame | None, event: Event) -> None:
    standings.input = json_text.read(event.details["input"])
    root = _new(standings, None, standings.branch, 0, standings.input, 0)
    root.item = event.inner.get("item")


def _new(
    standings: Standings, parent: Frame | None, branch: Branch, index: int, given: Any, last: int
) -> Frame:
    standings.last_frame += 1
    variables = dict(parent.variables) if parent is not None else {}
    frame = Frame(
        standings.last_frame, parent, branch, index, branch.start_at, given, variables, last
    )
    standings.frames[frame.id] = frame
    standings.ready.append(frame)
    if parent is not None:
        parent.children[index] = frame
    return frame


def _entered(frame: Frame, event: Event) -> None:
    frame.standing = Standing.ENTERED
    frame.at = event.details["name"]
    frame.before, frame.entered, frame.entered_at = event.previous, event.id, event.time
    frame.retries = {}


def _exited(standings: Standings, frame: Frame, event: Event) -> None:
    _leave_task(standings, frame)
    _drop_children(standings, frame)
    frame.variables.update(event.inner.get("assigned", {}))
    frame.wake, frame.map_run, frame.failure = None, None, None
    output = json_text.read(event.details["output"])
    following = event.inner.get("next")
    if following is None:
        frame.standing, frame.output, frame.input = Standing.ENDED, output, None
        _hand_up(frame, output)
        return
    frame.standing, frame.at, frame.input = Standing.READY, following, output
    standings.ready.append(frame)


def _hand_up(frame: Frame, output: Any) -> None:
    if frame.parent is not None:
        frame.parent.results[frame.index] = output
        frame.parent.last = max(frame.parent.last, frame.last)


def _leave_task(standings: Standings, frame: Frame) -> None:
    if frame.task is not None:
        standings.tasks.pop(frame.task.token, None)
        frame.task = None


def _drop_children(standings: Standings, frame: Frame) -> None:
    for child in frame.children.values():
        _drop_children(standings, child)
        _leave_task(standings, child)
        standings.frames.pop(child.id, None)
        child.standing = Standing.FAILED if not child.over else child.standing
    frame.children, frame.items, frame.results = {}, None, []


def _scheduled(standings: Standings, frame: Frame | None, event: Event) -> None:
    task = _there(frame)
    inner = event.inner
    task.standing = Standing.TASK
    task.task = PendingTask(
        inner["token"],
        inner["arguments"],
        inner.get("credentials"),
        inner.get("deadline"),
        inner.get("heartbeat"),
        event.time,
    )
    standings.tasks[inner["token"]] = task


def _activity_started(_: Standings, frame: Frame | None, event: Event) -> None:
    task = _there(frame).task
    if task is not None:
        task.submitted, task.beaten = True, event.time


def _submitted(_: Standings, frame: Frame | None, event: Event) -> None:
    task = _there(frame).task
    if task is not None:
        task.submitted, task.response = True, json_text.read(event.details["output"])
        task.beaten = event.time


def _task_over(standings: Standings, frame: Frame | None, _: Event) -> None:
    _leave_task(standings, _there(frame))
    _there(frame).standing = Standing.ENTERED


def _parallel_started(standings: Standings, frame: Frame | None, event: Event) -> None:
    parent = _there(frame)
    state = parent.state
    assert isinstance(state, Parallel)
    parent.standing, parent.wake = Standing.CHILDREN, None
    parent.results = [None] * len(state.branches)
    for index, branch in enumerate(state.branches):
        _new(standings, parent, branch, index, event.inner["input"], event.id)


def _map_started(_: Standings, frame: Frame | None, event: Event) -> None:
    parent = _there(frame)
    parent.standing, parent.wake, parent.ahead = Standing.CHILDREN, None, 0
    parent.follows = event.id
    if "items" in event.inner:
        parent.items = event.inner["items"]
        parent.results = [None] * len(event.inner["items"])


def _iteration_started(standings: Standings, frame: Frame | None, event: Event) -> None:
    parent = _there(frame)
    state = parent.state
    assert isinstance(state, Map)
    assert parent.items is not None
    index = event.details["index"]
    parent.ahead = max(parent.ahead, index + 1)
    child = _new(standings, parent, state.processor, index, event.inner["input"], event.id)
    child.item = event.inner["item"]


def _iteration_over(standings: Standings, frame: Frame | None, event: Event) -> None:
    """An iteration that succeeded is let go; one that failed stays, for a redrive."""
    child = _there(frame).children[event.details["index"]]
    if event.type == "MapIterationFailed":
        _there(frame).last = event.previous
    if event.type == "MapIterationSucceeded":
        _there(frame).follows = event.previous
        standings.frames.pop(child.id, None)
        del _there(frame).children[child.index]


def _map_run_started(_: Standings, frame: Frame | None, event: Event) -> None:
    parent = _there(frame)
    parent.standing, parent.map_run = Standing.MAP_RUN, event.details["mapRunArn"]


def _redriven(standings: Standings, _: Frame | None, event: Event) -> None:
    standings.redrives, standings.redriven_at = event.details["redriveCount"], event.time
    _revive(standings, standings.root)


def _revive(standings: Standings, frame: Frame) -> None:
    """Go on where it failed: what ended stays ended, every other state is entered anew."""
    if frame.standing is Standing.ENDED:
        return
    _leave_task(standings, frame)
    frame.failure, frame.wake, frame.retrying, frame.retries = None, None, False, {}
    if frame.map_run is not None:
        frame.standing = Standing.MAP_RUN
        return
    if frame.children or (frame.items and frame.ahead):
        frame.standing = Standing.CHILDREN
        for child in frame.children.values():
            _revive(standings, child)
        standings.ready.append(frame)
        return
    frame.standing = Standing.READY
    standings.ready.append(frame)


_CHANGES: dict[str, Callable[[Standings, Frame | None, Event], None]] = {
    "ExecutionStarted": _started,
    "ExecutionRedriven": _redriven,
    "TaskScheduled": _scheduled,
    "LambdaFunctionScheduled": _scheduled,
    "ActivityScheduled": _scheduled,
    "ActivityStarted": _activity_started,
    "TaskSubmitted": _submitted,
    "ParallelStateStarted": _parallel_started,
    "MapStateStarted": _map_started,
    "MapIterationStarted": _iteration_started,
    "MapIterationSucceeded": _iteration_over,
    "MapIterationFailed": _iteration_over,
    "MapIterationAborted": _iteration_over,
    "MapRunStarted": _map_run_started,
    **{
        f"{what}{how}": _task_over
        for what in ("Task", "LambdaFunction", "Activity")
        for how in ("Succeeded", "Failed", "TimedOut")
    },
}
