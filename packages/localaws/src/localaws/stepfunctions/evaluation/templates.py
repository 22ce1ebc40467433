"""The value of an expression or a template in a scope."""

from __future__ import annotations

from typing import Any

from localaws.stepfunctions.evaluation import intrinsics, jsonata
from localaws.stepfunctions.evaluation.failure import INTRINSIC, QUERY, RUNTIME, EvaluationFailure
from localaws.stepfunctions.evaluation.intrinsics import IntrinsicFailure
from localaws.stepfunctions.evaluation.jsonata import NoValue
from localaws.stepfunctions.evaluation.scope import NoArgument, Scope
from localaws.stepfunctions.language.expression import (
    Array,
    Constant,
    Evaluated,
    Expression,
    Jsonata,
    Object,
    Template,
)
from localaws.stepfunctions.language.intrinsic import Call
from localaws.stepfunctions.language.json_text import write


def value(template: Template, scope: Scope) -> Any:
    """The template with every expression replaced by its value.

    Raises:
        EvaluationFailure: one has none.
    """
    match template:
        case Constant(constant):
            return constant
        case Evaluated(field, expression):
            return evaluate(expression, field, scope)
        case Object(members):
            return {name: value(member, scope) for name, member in members}
        case Array(items):
            return [value(item, scope) for item in items]


def evaluate(expression: Expression, field: str, scope: Scope) -> Any:
    """The value of one expression, which stands in ``field``.

    Raises:
        EvaluationFailure: it has none.
    """
    match expression:
        case Jsonata(text):
            try:
                return jsonata.value(text, {**scope.variables, "states": scope.states}, scope.now)
            except NoValue as none:
                cause = f"The JSONata expression '{text}' specified for the field '{field}' {none}"
                raise EvaluationFailure(QUERY, cause, field) from none
        case Call():
            try:
                return intrinsics.value(expression, scope.argument)
            except (IntrinsicFailure, NoArgument) as why:
                cause = f"The function '{expression.text}' had the following error: {why}"
                error = INTRINSIC if isinstance(why, IntrinsicFailure) else RUNTIME
                raise EvaluationFailure(error, cause) from None
        case _:
            return scope.value(expression, field)


def of_type(expression: Jsonata, field: str, scope: Scope, expected: str) -> Any:
    """The value of a JSONata expression that has to be of a type, in JSONata's words.

    Raises:
        EvaluationFailure: it has none, or one of another type.
    """
    found = evaluate(expression, field, scope)
    if type_name(found) != expected:
        cause = (
            f"The JSONata expression '{expression.text}' specified for the field '{field}' returned an "
            f"unexpected result type. Expected '{expected}', but was '{type_name(found)}' for value: "
            f"{write(found)}"
        )
        raise EvaluationFailure(QUERY, cause, field)
    return found


def type_name(found: Any) -> str:
    """As AWS's messages have it."""
    if found is None:
        return "null"
    names: dict[type, str] = {bool: "boolean", str: "string", list: "array", dict: "object"}
    return names.get(type(found), "number")
