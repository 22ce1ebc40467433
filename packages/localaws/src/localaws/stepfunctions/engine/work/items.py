"""What a Map state iterates over, where no ItemReader says it."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

from localaws.stepfunctions.evaluation import paths, templates
from localaws.stepfunctions.evaluation.failure import (
    QUERY,
    REFERENCE_PATH,
    RUNTIME,
    EvaluationFailure,
)
from localaws.stepfunctions.evaluation.paths import NothingThere
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.expression import Evaluated, Jsonata
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.map import Map


def items(state: Map, scope: Scope) -> list[Any]:
    """What a Map state iterates over.

    Raises:
        EvaluationFailure: it is no array.
    """
    if state.flow.in_jsonata:
        if state.items is None:
            return _input_as_items(scope.input)
        if isinstance(state.items, Evaluated) and isinstance(state.items.expression, Jsonata):
            found = templates.of_type(state.items.expression, state.items.field, scope, "array")
        else:
            found = templates.value(state.items, scope)
        return list(found)
    try:
        found = scope.find(state.items_path)
    except NothingThere:
        step = paths.first_missing(state.items_path, scope.start(state.items_path))
        raise EvaluationFailure(
            REFERENCE_PATH, f'Unable to apply step "{step}" to input {write(scope.data)}'
        ) from None
    if not isinstance(found, list):
        raise EvaluationFailure(
            RUNTIME,
            f'Reference path "{state.items_path.text}" must point to array.',
        )
    return found


def items_or_members(state: Map, scope: Scope) -> list[Any] | dict[str, Any]:
    """The same for a distributed Map, which takes the members of an object too.

    Raises:
        EvaluationFailure: it is neither.
    """
    found = None
    if not state.flow.in_jsonata:
        with suppress(NothingThere):
            found = scope.find(state.items_path)
    else:
        found = scope.input if state.items is None else templates.value(state.items, scope)
    return found if isinstance(found, dict) else items(state, scope)


def _input_as_items(given: Any) -> list[Any]:
    if not isinstance(given, list):
        raise EvaluationFailure(QUERY, f"Map state input must be an array but was: {write(given)}")
    return given
