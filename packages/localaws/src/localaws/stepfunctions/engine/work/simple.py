"""Pass, Succeed, Fail and Choice: states that are over in the turn in which they are entered."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.stepfunctions.engine import failing, leaving
from localaws.stepfunctions.engine.frame import Failure, Frame
from localaws.stepfunctions.engine.turn import Turn, text
from localaws.stepfunctions.evaluation import choices, flow, templates
from localaws.stepfunctions.evaluation.failure import NO_CHOICE, RUNTIME, EvaluationFailure
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.choice import Choice, Option
from localaws.stepfunctions.language.expression import (
    Constant,
    Evaluated,
    Jsonata,
    Template,
)
from localaws.stepfunctions.language.simple_states import Fail, Pass


def do_pass(turn: Turn, frame: Frame) -> None:
    state = frame.state
    assert isinstance(state, Pass)
    scope = turn.scope(frame)
    effective = flow.effective_input(state.flow, scope)
    if state.result is not None:
        result = state.result.value
    elif state.flow.parameters is not None:
        result = flow.arguments(state.flow, scope.with_data(effective))
    else:
        result = effective
    leaving.leave(turn, frame, result)


def do_succeed(turn: Turn, frame: Frame) -> None:
    leaving.leave(turn, frame, flow.effective_input(frame.state.flow, turn.scope(frame)))


def do_fail(turn: Turn, frame: Frame) -> None:
    state = frame.state
    assert isinstance(state, Fail)
    scope = turn.scope(frame)
    failing.fail(turn, frame, Failure(_said(state.error, scope), _said(state.cause, scope)))


def _said(template: Template | None, scope: Scope) -> str | None:
    match template:
        case None:
            return None
        case Evaluated(field, Jsonata() as query):
            return str(templates.of_type(query, field, scope, "string"))
        case Constant(value):
            return str(value)
        case _:
            found = templates.value(template, scope)
            return found if isinstance(found, str) else _not_text(template, found)


def _not_text(template: Template, found: Any) -> str:
    field = template.field if isinstance(template, Evaluated) else "Cause"
    raise EvaluationFailure(
        RUNTIME,
        f"The {field} parameter does not reference a string: {text(found)}",
    )


def do_choice(turn: Turn, frame: Frame) -> None:
    state = frame.state
    assert isinstance(state, Choice)
    scope = turn.scope(frame)
    scope = replace(scope, data=flow.effective_input(state.flow, scope))
    for number, option in enumerate(state.options):
        if _chosen(number, option, scope):
            _go(turn, frame, scope, option.next, option.output, option.assign)
            return
    if state.next is None:
        raise EvaluationFailure(
            NO_CHOICE,
            "Failed to transition out of the state. No Choice rules matched and no Default was given.",
        )
    _go(turn, frame, scope, state.next, state.flow.output, state.flow.assign)


def _chosen(number: int, option: Option, scope: Scope) -> bool:
    match option.when:
        case Constant(value):
            return bool(value)
        case Evaluated(_, Jsonata() as query):
            field = f"Choices[{number}]/Condition"
            return templates.of_type(query, field, scope, "boolean") is True
        case rule:
            return choices.holds(rule, scope)  # type: ignore[arg-type]


def _go(
    turn: Turn,
    frame: Frame,
    scope: Scope,
    following: str,
    output: Template | None,
    assign: Template | None,
) -> None:
    state = frame.state
    if state.flow.in_jsonata:
        given, assigned = flow.jsonata_output(output, assign, scope, frame.input)
        flow.check_size(given, state.name)
    else:
        given, _ = flow.output(replace(state.flow, assign=None), scope, scope.data, state.name)
        assigned = flow.assigned(assign, scope)
    leaving.exit_to(turn, frame, following, given, assigned)
