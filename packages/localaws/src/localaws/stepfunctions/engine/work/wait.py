"""Wait: the frame waits until a moment."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine import leaving
from localaws.stepfunctions.engine.effect import Timer
from localaws.stepfunctions.engine.frame import Frame
from localaws.stepfunctions.engine.turn import Turn
from localaws.stepfunctions.engine.work.limits import seconds_to_wait
from localaws.stepfunctions.evaluation import flow, templates
from localaws.stepfunctions.evaluation.failure import QUERY, RUNTIME, EvaluationFailure
from localaws.stepfunctions.evaluation.paths import NothingThere
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language import timestamps
from localaws.stepfunctions.language.expression import Constant, Evaluated, Jsonata, Template
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.wait import LONGEST, Wait


def do_wait(turn: Turn, frame: Frame) -> None:
    """Nothing is due at once: even no second is a moment of its own."""
    state = frame.state
    assert isinstance(state, Wait)
    scope = turn.scope(frame)
    scope = replace(scope, data=flow.effective_input(state.flow, scope))
    if state.seconds is not None:
        until = turn.now + seconds_to_wait(state.seconds, scope, LONGEST)
    else:
        assert state.timestamp is not None
        until = _moment(state.timestamp, scope)
    turn.note(frame, wake=until)
    turn.want(Timer(frame.id, until))


def go_on(turn: Turn, frame: Frame) -> None:
    """The moment has come."""
    scope = turn.scope(frame)
    leaving.leave(turn, frame, flow.effective_input(frame.state.flow, scope))


def _moment(template: Template, scope: Scope) -> float:
    match template:
        case Constant(text):
            found, shown, field = text, "", "Timestamp"
        case Evaluated(field, Jsonata() as query):
            found = templates.of_type(query, field, scope, "string")
            shown = query.text
        case Evaluated(field, Path() as path):
            found, shown = _by_path(path, field, scope), path.text
        case _:
            found, shown, field = templates.value(template, scope), "", "TimestampPath"
    moment = timestamps.read(found) if isinstance(found, str) else None
    if moment is None:
        in_query = isinstance(template, Evaluated) and isinstance(template.expression, Jsonata)
        raise EvaluationFailure(
            QUERY if in_query else RUNTIME,
            f"The {field} parameter does not reference a valid ISO-8601 extended offset date-time "
            f"format string: {shown} == {found if isinstance(found, str) else write(found)}",
            field if in_query else None,
        )
    return moment.timestamp()


def _by_path(path: Path, field: str, scope: Scope) -> Any:
    try:
        return scope.find(path)
    except NothingThere:
        raise EvaluationFailure(
            RUNTIME, f"The {field} parameter does not reference an input value: {path.text}"
        ) from None
