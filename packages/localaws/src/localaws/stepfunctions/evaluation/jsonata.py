"""JSONata by ``jsonata-python``, with the functions and limits that Step Functions adds.

The library keeps state in an expression while it evaluates it, and None is its "undefined": both are
hidden here. What an expression may refer to is ``scope``'s.
"""

from __future__ import annotations

import threading
from functools import lru_cache
from typing import Any

import jsonata as library
from jsonata.jexception import JException
from jsonata.utils import Utils

from localaws.stepfunctions.evaluation.jsonata_functions import FUNCTIONS

_SECONDS = 5_000  # milliseconds that an evaluation may take
_DEEPEST = 500  # calls within calls

_evaluating = threading.Lock()


class NoValue(Exception):
    """An expression has no value; the message says why in AWS's words, without the expression."""


def problem(expression: str) -> str | None:
    """Why ``expression`` is no JSONata; None if it is."""
    try:
        with _evaluating:
            _compiled(expression)
    except JException as error:
        return str(error)
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError) as error:
        return f"it cannot be read ({type(error).__name__})"
    return None


def value(expression: str, variables: dict[str, Any]) -> Any:
    """The value as JSON; ``variables`` are named without their ``$``.

    Raises:
        NoValue: it is no JSONata, fails, takes too long, or has no value.
    """
    bindings = {name: _with_nulls(bound) for name, bound in variables.items()} | FUNCTIONS
    try:
        with _evaluating:
            compiled = _compiled(expression)
            frame = compiled.create_frame()
            frame.set_runtime_bounds(_SECONDS, _DEEPEST)
            for name, bound in bindings.items():
                frame.bind(name, bound)
            result = compiled.evaluate(None, frame)
    except JException as error:
        raise NoValue(f"threw an error. {error}") from error
    except (ValueError, TypeError, ArithmeticError, AttributeError, RecursionError) as error:
        raise NoValue(f"threw an error. {error}") from error
    if result is None:
        raise NoValue("returned nothing (undefined).")
    return _as_json(result)


@lru_cache(maxsize=1024)
def _compiled(expression: str) -> library.Jsonata:
    compiled = library.Jsonata(expression)
    compiled.set_output_convert_nulls(False)
    return compiled


def _with_nulls(bound: Any) -> Any:
    """The library has an object of its own for null."""
    if bound is None:
        return Utils.NULL_VALUE
    if isinstance(bound, dict):
        return {key: _with_nulls(member) for key, member in bound.items()}
    if isinstance(bound, list):
        return [_with_nulls(member) for member in bound]
    return bound


def _as_json(found: Any) -> Any:
    if found is Utils.NULL_VALUE:
        return None
    if isinstance(found, dict):
        return {str(key): _as_json(member) for key, member in found.items() if member is not None}
    if isinstance(found, list | tuple):
        return [_as_json(member) for member in found]
    if isinstance(found, float) and found.is_integer() and abs(found) < 2**53:
        return int(found)  # JSON has one kind of number
    if isinstance(found, str | int | float):
        return found
    raise NoValue("returned an unsupported result type.")
