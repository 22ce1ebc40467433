"""Data on its way through a state: input narrowed and shaped, result merged and narrowed again.

JSONPath: InputPath → Parameters → (the work) → ResultSelector → ResultPath → OutputPath, and Assign on
what the result is then. JSONata: Arguments → (the work) → Output and Assign, each seeing ``$states.result``.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.stepfunctions.evaluation import templates
from localaws.stepfunctions.evaluation.failure import (
    DATA_LIMIT,
    LARGEST,
    RESULT_PATH,
    RUNTIME,
    EvaluationFailure,
    too_large,
)
from localaws.stepfunctions.evaluation.paths import NothingThere
from localaws.stepfunctions.evaluation.scope import Scope
from localaws.stepfunctions.language.expression import Template
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.path import Index, Member, Path
from localaws.stepfunctions.language.state import Flow

_LARGEST_VARIABLES = 10 * 1024 * 1024  # of all variables that a state sees


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
        given, variables = jsonata_output(
            flow.output, flow.assign, replace(scope, result=result), result
        )
    else:
        selected = result
        if flow.result_selector is not None:
            selected = templates.value(flow.result_selector, scope.with_data(result))
        scope.inspect("afterResultSelector", selected)
        merged = merge(flow.result_path, scope.input, selected)
        scope.inspect("afterResultPath", merged)
        variables = assigned(flow.assign, scope.with_data(selected))
        given = _narrowed(flow.output_path, scope.with_data(merged))
    check_size(given, state)
    return given, variables


def jsonata_output(
    output: Template | None, assign: Template | None, scope: Scope, otherwise: Any
) -> tuple[Any, dict[str, Any]]:
    """JSONata's ``Output`` and ``Assign``; ``otherwise`` is the output where there is no ``Output``."""
    given = otherwise if output is None else templates.value(output, scope)
    return given, assigned(assign, scope)


def assigned(assign: Template | None, scope: Scope) -> dict[str, Any]:
    """The variables that an ``Assign`` sets. Each sees the values from before.

    Raises:
        EvaluationFailure: an expression has no value, or the variables are too large.
    """
    if assign is None:
        return {}
    found = templates.value(assign, scope)
    variables = found if isinstance(found, dict) else {}
    if variables and _size(variables) > LARGEST:
        raise EvaluationFailure(
            DATA_LIMIT, "The variables of one Assign may have 256 KiB together."
        )
    if variables and _size({**scope.variables, **variables}) > _LARGEST_VARIABLES:
        raise EvaluationFailure(
            DATA_LIMIT, "The variables of an execution may have 10 MiB together."
        )
    return variables


def _narrowed(path: Path | None, scope: Scope) -> Any:
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
    return _set(path, 0, data, result, data)


def _set(path: Path, at: int, here: Any, result: Any, data: Any) -> Any:
    """A copy of ``here`` with ``result`` where the steps from ``at`` lead; all beside them is shared."""
    if at == len(path.steps):
        return result
    step = path.steps[at]
    if isinstance(step, Member) and isinstance(here, dict):
        name = step.names[0]
        below = here.get(name)
        below = {} if below is None else below
        return {**here, name: _set(path, at + 1, below, result, data)}
    if isinstance(step, Index) and isinstance(here, list) and 0 <= step.indices[0] < len(here):
        index = step.indices[0]
        return [
            _set(path, at + 1, item, result, data) if number == index else item
            for number, item in enumerate(here)
        ]
    if isinstance(here, dict):
        cause = f"Unable to apply ReferencePath {path.text} to input {write(data)}"
    else:
        cause = f'Unable to apply step "{_last(step)}" to input {write(data)}'
    raise EvaluationFailure(RESULT_PATH, cause)


def _last(step: object) -> str:
    return step.names[0] if isinstance(step, Member) else str(step)


def check_size(value: Any, state: str) -> None:
    """Raise EvaluationFailure where a state's result is larger than a payload may be."""
    if _size(value) > LARGEST:
        raise EvaluationFailure(DATA_LIMIT, too_large(state))


def _size(value: Any) -> int:
    return len(write(value).encode(errors="surrogatepass"))
