"""Data on its way through a state: input narrowed and shaped, result merged and narrowed again.

JSONPath: InputPath → Parameters → (the work) → ResultSelector → ResultPath → OutputPath, and Assign on
what the result is then. JSONata: Arguments → (the work) → Output and Assign, each seeing ``$states.result``.
"""

from __future__ import annotations

import copy
from dataclasses import replace
from typing import Any

from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.failure import (
    DATA_LIMIT,
    RESULT_PATH,
    RUNTIME,
    EvaluationFailure,
)
from localaws.stepfunctions.evaluation.paths import NothingThere
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.path import Index, Member, Path
from localaws.stepfunctions.language.state import Flow

LARGEST = 256 * 1024  # bytes of UTF-8


def effective_input(flow: Flow, scope: Scope) -> Any:
    """What a state works on, before Parameters.

    Raises:
        EvaluationFailure: InputPath leads nowhere.
    """
    if flow.in_jsonata:
        return scope.data
    effective = _narrowed(flow.input_path, scope)
    scope.inspect("afterInputPath", effective)
    return effective


def arguments(flow: Flow, scope: Scope) -> Any:
    """What is handed to the work; ``scope.data`` is the effective input.

    Raises:
        EvaluationFailure: a path or an expression has no value.
    """
    if flow.parameters is None:
        given = {} if flow.in_jsonata else scope.data
    else:
        given = templates.value(flow.parameters, scope)
    scope.inspect("afterArguments" if flow.in_jsonata else "afterParameters", given)
    return given


def output(flow: Flow, scope: Scope, result: Any, state: str) -> tuple[Any, dict[str, Any]]:
    """The state's output and the variables that it sets.

    Args:
        scope: ``data`` is the effective input.
        result: what the work gave.
        state: the name, for the message of a result that is too large.

    Raises:
        EvaluationFailure: an expression has no value, the result cannot be merged or is too large.
    """
    if flow.in_jsonata:
        given, assigned = jsonata_output(
            flow.output, flow.assign, replace(scope, result=result), result
        )
    else:
        selected = result
        if flow.result_selector is not None:
            selected = templates.value(flow.result_selector, scope.with_data(result))
        scope.inspect("afterResultSelector", selected)
        merged = merge(flow.result_path, scope.input, selected)
        scope.inspect("afterResultPath", merged)
        assigned = _assigned(flow.assign, scope.with_data(selected))
        given = _narrowed(flow.output_path, scope.with_data(merged), "output")
    check_size(given, state)
    return given, assigned


def jsonata_output(
    output: Template | None, assign: Template | None, scope: Scope, otherwise: Any
) -> tuple[Any, dict[str, Any]]:
    """JSONata's ``Output`` and ``Assign``; ``otherwise`` is the output where there is no ``Output``."""
    given = otherwise if output is None else templates.value(output, scope)
    return given, _assigned(assign, scope)


def _assigned(assign: Template | None, scope: Scope) -> dict[str, Any]:
    if assign is None:
        return {}
    found = templates.value(assign, scope)
    return found if isinstance(found, dict) else {}


def assigned(assign: Template | None, scope: Scope) -> dict[str, Any]:
    """The variables that an ``Assign`` sets."""
    return _assigned(assign, scope)


def _narrowed(path: Path | None, scope: Scope, which: str = "input") -> Any:
    if path is None:
        return {}
    try:
        return scope.find(path)
    except NothingThere as error:
        raise EvaluationFailure(RUNTIME, f"Invalid path '{path.text}' : {error}") from None


def merge(path: Path | None, data: Any, result: Any) -> Any:
    """``data`` with ``result`` at the Reference Path; what is missing on the way is made.

    Raises:
        EvaluationFailure: the path goes through what is no object.
    """
    if path is None:
        return data
    if not path.steps:
        return result
    whole = copy.deepcopy(data)
    here = whole
    for at, step in enumerate(path.steps):
        last = at == len(path.steps) - 1
        if isinstance(step, Member) and isinstance(here, dict):
            key: Any = step.names[0]
            if not last and not isinstance(here.get(key), dict | list):
                here[key] = {}
        elif isinstance(step, Index) and isinstance(here, list) and step.indices[0] < len(here):
            key = step.indices[0]
        else:
            raise EvaluationFailure(
                RESULT_PATH,
                f'Unable to apply step "{_last(step)}" to input {write(data)}'
                if not isinstance(here, dict)
                else f"Unable to apply ReferencePath {path.text} to input {write(data)}",
            )
        if last:
            here[key] = result
        else:
            here = here[key]
    return whole


def _last(step: object) -> str:
    return step.names[0] if isinstance(step, Member) else str(step)


def check_size(value: Any, state: str) -> None:
    """Raise EvaluationFailure where a state's result is larger than a payload may be."""
    if len(write(value).encode()) > LARGEST:
        raise EvaluationFailure(
            DATA_LIMIT,
            f"The state/task '{state}' returned a result with a size exceeding the maximum number of "
            "bytes service limit.",
        )
