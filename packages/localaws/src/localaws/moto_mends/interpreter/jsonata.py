"""Defect: moto's JSONata is a stub that calls a Java class that is not there.

``jsonata-python`` evaluates here, with the functions that Step Functions adds (``jsonata_functions``)
and the failures that it reports: ``States.QueryEvaluationError`` with a cause that says what is wrong.

Upstream: https://github.com/getmoto/moto/issues/10105
"""

from __future__ import annotations

import json
import threading
from functools import lru_cache
from typing import Any

import jsonata
from jsonata.jexception import JException
from jsonata.utils import Utils
from moto.stepfunctions.parser.api import EvaluationFailedEventDetails, HistoryEventType
from moto.stepfunctions.parser.asl.component.common.error_name.failure_event import (
    FailureEvent,
    FailureEventException,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name import (
    StatesErrorName,
)
from moto.stepfunctions.parser.asl.component.common.error_name.states_error_name_type import (
    StatesErrorNameType,
)
from moto.stepfunctions.parser.asl.component.common.jsonata.jsonata_template_value_array import (
    JSONataTemplateValueArray,
)
from moto.stepfunctions.parser.asl.component.common.jsonata.jsonata_template_value_object import (
    JSONataTemplateValueObject,
)
from moto.stepfunctions.parser.asl.component.common.jsonata.jsonata_template_value_terminal import (
    JSONataTemplateValueTerminalLit,
    JSONataTemplateValueTerminalStringJSONata,
)
from moto.stepfunctions.parser.asl.component.common.string.string_expression import (
    StringJSONata,
    StringVariableSample,
)
from moto.stepfunctions.parser.asl.eval.event.event_detail import EventDetails

from localaws.moto_mends import guard
from localaws.moto_mends.interpreter.jsonata_functions import FUNCTIONS

_EVAL_JSONATA = "18423fc5e511"
_EVAL_SAMPLE = "9c44c8f09be6"

_lock = threading.Lock()  # a compiled expression keeps state while it is evaluated


class EvaluationFailed(Exception):
    """An expression has no value. The message says why, without naming the expression."""


def apply() -> None:
    guard.take(StringJSONata, "_eval_body", _EVAL_JSONATA)
    guard.take(StringVariableSample, "_eval_body", _EVAL_SAMPLE)
    StringJSONata._eval_body = _eval_body
    StringVariableSample._eval_body = _eval_body
    # A failure names the field of the state, not the interpreter's class below it.
    for template in (
        JSONataTemplateValueArray,
        JSONataTemplateValueObject,
        JSONataTemplateValueTerminalLit,
        JSONataTemplateValueTerminalStringJSONata,
    ):
        template._field_name = lambda self: None


def evaluate(expression: str, variables: dict[str, Any]) -> Any:
    """The value of an expression as JSON values. ``variables`` are named without their ``$``.

    Raises:
        EvaluationFailed: it is no JSONata, fails, or has no value.
    """
    bindings = {name: _with_nulls(value) for name, value in variables.items()} | FUNCTIONS
    try:
        with _lock:
            result = _compiled(expression).evaluate(None, bindings)
    except JException as error:
        raise EvaluationFailed(str(error)) from error
    except (ValueError, TypeError, ArithmeticError, AttributeError, RecursionError) as error:
        raise EvaluationFailed(f"{type(error).__name__}: {error}") from error
    if result is None:
        raise EvaluationFailed("returned nothing (undefined)")
    return _as_json(result)


@lru_cache(maxsize=512)
def _compiled(expression: str) -> jsonata.Jsonata:
    compiled = jsonata.Jsonata(expression)
    compiled.set_output_convert_nulls(False)
    return compiled


def _with_nulls(value: Any) -> Any:
    """The library has an object of its own for null; ``None`` means undefined to it."""
    if value is None:
        return Utils.NULL_VALUE
    if isinstance(value, dict):
        return {key: _with_nulls(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_with_nulls(member) for member in value]
    return value


def _as_json(value: Any) -> Any:
    if value is Utils.NULL_VALUE:
        return None
    if isinstance(value, dict):
        return {str(key): _as_json(member) for key, member in value.items() if member is not None}
    if isinstance(value, list | tuple):
        return [_as_json(member) for member in value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return int(value)  # JSON has one kind of number
    if isinstance(value, str | int | float):
        return value
    raise EvaluationFailed("returned an unsupported result type")


def _eval_body(self: Any, env: Any) -> None:
    """Evaluate a moto expression component; its value goes on the stack."""
    data = env.states._states_data
    states = {
        "input": data["input"],
        "context": json.loads(json.dumps(data["context"], default=str)),
    }
    states |= {name: data[name] for name in ("result", "errorOutput") if data.get(name) is not None}
    variables = {**env.variable_store._outer_scope, **env.variable_store._inner_scope}
    try:
        env.stack.append(evaluate(self.expression, {**variables, "states": states}))
    except EvaluationFailed as error:
        raise _failure(env, self.expression, str(error)) from error


def _failure(env: Any, expression: str, reason: str) -> Exception:
    """The failure of the state, noted in the history."""
    error = StatesErrorName(typ=StatesErrorNameType.StatesQueryEvaluationError)
    field = env.next_field_name
    shown = expression if len(expression) <= 1000 else f"{expression[:1000]}…"
    what = f"The JSONata expression '{shown}' specified for the field '{field}'"
    cause = (
        f"{what} {reason}." if reason.startswith("returned") else f"{what} threw an error. {reason}"
    )
    details = EvaluationFailedEventDetails(
        error=error.error_name, cause=cause, location=field, state=env.next_state_name
    )
    failure = FailureEvent(
        env=env,
        error_name=error,
        event_type=HistoryEventType.EvaluationFailed,
        event_details=EventDetails(evaluationFailedEventDetails=details),
    )
    exception: Exception = FailureEventException(failure_event=failure)
    return exception
