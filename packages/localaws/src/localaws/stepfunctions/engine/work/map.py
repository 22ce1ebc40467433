"""Map: a frame for each iteration, so many at once; or a map run (``map_run``)."""

from __future__ import annotations

from dataclasses import replace

from localaws.stepfunctions.engine import leaving
from localaws.stepfunctions.engine.frame import Frame, Standing
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.engine.work import map_run
from localaws.stepfunctions.engine.work.items import items
from localaws.stepfunctions.engine.work.limits import MAX_CONCURRENCY, number
from localaws.stepfunctions.evaluation import flow, templates
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.map import Map

AT_ONCE = 40
"""Inline iterations that AWS runs at once at most (Step Functions quotas, "inline Map concurrency")."""


def do_map(turn: Turn, frame: Frame) -> None:
    """Find the items and begin."""
    state = frame.state
    assert isinstance(state, Map)
    scope = turn.scope(frame)
    scope = replace(scope, data=flow.effective_input(state.flow, scope))
    if state.distributed:
        map_run.do_map_run(turn, frame, state, scope)
        return
    found = items(state, scope)
    number(state.max_concurrency, scope, MAX_CONCURRENCY)
    turn.emit("MapStateStarted", frame, {"length": len(found)}, items=found)
    go_on(turn, frame)


def go_on(turn: Turn, frame: Frame) -> None:
    """Begin as many iterations as there is room for; leave the state once all have ended."""
    state = frame.state
    assert isinstance(state, Map)
    assert frame.items is not None
    if frame.ahead == len(frame.items) and not frame.children:
        last = frame.last
        turn.emit("MapStateSucceeded", frame)
        leaving.leave(turn, frame, list(frame.results), last)
        return
    if frame.ahead == len(frame.items):
        return
    scope = turn.scope(frame)
    scope = replace(scope, data=flow.effective_input(state.flow, scope))
    wanted = int(number(state.max_concurrency, scope, MAX_CONCURRENCY))
    room = min(wanted or AT_ONCE, AT_ONCE) - len(frame.children)
    while room > 0 and frame.ahead < len(frame.items) and frame.standing is Standing.CHILDREN:
        _begin(turn, frame, state, scope)
        room -= 1


def _begin(turn: Turn, frame: Frame, state: Map, scope: Scope) -> None:
    assert frame.items is not None
    index = frame.ahead
    item = {"Index": index, "Value": frame.items[index]}
    context = {**scope.context, "Map": {"Item": item}}
    scope = replace(scope, context=context)
    template = state.selector if state.selector is not None else state.flow.parameters
    given = item["Value"] if template is None else templates.value(template, scope)
    details = {"name": state.name, "index": index}
    turn.emit("MapIterationStarted", frame, details, frame.follows, input=given, item=item)
