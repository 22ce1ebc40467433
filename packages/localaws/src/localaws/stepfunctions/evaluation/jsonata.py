"""JSONata by ``jsonata-python``, with the functions and limits that Step Functions adds.

The library keeps state in an expression while it evaluates it, and None is its "undefined": both are
hidden here. Each thread has expressions of its own, so that nothing waits for a slow one. What an
expression may refer to is ``scope``'s.
"""

from __future__ import annotations

import math
import threading
from collections import OrderedDict
from typing import Any

import jsonata as library
from jsonata.jexception import JException
from jsonata.utils import Utils

from localaws.stepfunctions.evaluation import jsonata_limits, jsonata_words
from localaws.stepfunctions.evaluation.jsonata_functions import FUNCTIONS
from localaws.stepfunctions.evaluation.jsonata_mended import MENDED, functions_at
from localaws.stepfunctions.evaluation.jsonata_patterns import engine

_MOST = 512  # expressions, by thread
_UNFORESEEN = (ValueError, TypeError, ArithmeticError, AttributeError, LookupError)
"""What the library raises instead of an error of JSONata."""


class NoValue(Exception):
    """An expression has no value; the message says why in AWS's words, without the expression."""


class _Expression(library.Jsonata):  # type: ignore[misc]
    """The library refuses what is beyond numbers; AWS reckons on as JavaScript does."""

    def evaluate_numeric_expression(self, lhs: Any, rhs: Any, op: str | None) -> Any:
        try:
            return super().evaluate_numeric_expression(lhs, rhs, op)
        except (ZeroDivisionError, ValueError):
            return lhs * math.inf if lhs and op == "/" else math.nan
        except JException as error:
            if error.get_error() != "D1001":
                raise
            return error.current


class _OfThread(threading.local):
    def __init__(self) -> None:
        self.compiled: OrderedDict[str, library.Jsonata] = OrderedDict()


_here = _OfThread()


def problem(expression: str) -> str | None:
    """Why ``expression`` is no JSONata; None if it is."""
    try:
        _compiled(expression)
    except JException as error:
        return jsonata_words.sentence(error)
    except RecursionError:
        return "it nests too deeply"
    except _UNFORESEEN:
        return "it cannot be read"
    return None


def value(expression: str, variables: dict[str, Any], now: float | None = None) -> Any:
    """The value as JSON; ``variables`` are named without their ``$``, ``now`` is in seconds.

    Raises:
        NoValue: it is no JSONata, fails, takes too long, or has no value.
    """
    try:
        result = _evaluated(
            _compiled(expression),
            _mentioned(expression, variables),
            {} if now is None else _mentioned(expression, functions_at(now)),
        )
    except JException as error:
        raise _failed(jsonata_words.coded(error)) from error
    except RecursionError as error:
        raise _failed(jsonata_limits.too_deep(jsonata_limits.DEEPEST + 1)) from error
    except TimeoutError as error:
        raise _failed(jsonata_limits.TOO_LONG) from error
    except _UNFORESEEN as error:
        raise _failed(jsonata_words.unforeseen(error)) from error
    if result is None:
        raise NoValue("returned nothing (undefined).")
    return _as_json(result)


def _failed(reason: str) -> NoValue:
    return NoValue(f"threw an error during evaluation. {reason}")


def _evaluated(compiled: library.Jsonata, variables: dict[str, Any], clock: dict[str, Any]) -> Any:
    frame = compiled.create_frame()
    jsonata_limits.put_on(frame)
    for name, bound in variables.items():
        frame.bind(name, _with_nulls(bound))
    for name, function in {**MENDED, **FUNCTIONS, **clock}.items():
        frame.bind(name, function)
    # The library asks its thread's latest expression, not the one at work, for the time.
    library.Jsonata.CURRENT.jsonata = compiled
    return compiled.evaluate(None, frame)


def _compiled(expression: str) -> library.Jsonata:
    known = _here.compiled
    compiled = known.get(expression)
    if compiled is None:
        compiled = known[expression] = _Expression(expression, engine)
        compiled.set_output_convert_nulls(False)
        if len(known) > _MOST:
            known.popitem(last=False)
    known.move_to_end(expression)
    return compiled


def _mentioned(expression: str, variables: dict[str, Any]) -> dict[str, Any]:
    """Those that the expression may refer to: no other has to be made ready."""
    return {name: bound for name, bound in variables.items() if name in expression}


def _with_nulls(bound: Any) -> Any:
    """The library has an object of its own for null."""
    if bound is None:
        return Utils.NULL_VALUE
    if isinstance(bound, dict):
        return {key: _with_nulls(member) for key, member in bound.items()}
    if isinstance(bound, list):
        return [_with_nulls(member) for member in bound]
    if isinstance(bound, int) and not -(2**63) <= bound < 2**63:
        return float(bound)  # as Java reads it; no text has one beyond that
    return bound


def _as_json(found: Any) -> Any:
    if found is Utils.NULL_VALUE:
        return None
    if isinstance(found, dict):
        return {str(key): _as_json(member) for key, member in found.items() if member is not None}
    if isinstance(found, list | tuple):
        # A group of a regular expression that took no part is undefined: null, in an array.
        return [None if member is None else _as_json(member) for member in found]
    if isinstance(found, float) and found.is_integer() and abs(found) < 2**53:
        return int(found)  # JSON has one kind of number
    if isinstance(found, float) and not math.isfinite(found):
        return "NaN" if math.isnan(found) else "Infinity" if found > 0 else "-Infinity"
    if isinstance(found, str | int | float):
        return found
    raise NoValue("returned an unsupported result type.")
