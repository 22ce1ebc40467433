"""Whether the condition of a path's filter holds for an element, by Jayway's rules.

Two of them are unlike JSON's: a number equals a text that reads as it, and what is missing equals nothing
(so that ``!=`` holds for it). One is AWS's: ``@`` alone does not match what is no object or array.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import regex

from localaws.stepfunctions.evaluation import java_text
from localaws.stepfunctions.language.path import (
    Comparison,
    Condition,
    Either,
    Exists,
    Literal,
    Not,
    Path,
    Root,
)

_ABSENT = object()  # what a path leads nowhere to; it equals nothing but itself
_SECONDS = 1.0  # that a regular expression may take

Values = Callable[[Path, Any], Any]


def holds(condition: Condition, item: Any, top: Any, values: Values) -> bool:
    """Whether it holds for ``item``, an element of a value below ``top``."""
    match condition:
        case Exists(path):
            found = _operand(path, item, top, values)
            return found is not _ABSENT and (path.definite or bool(found))
        case Not(inner):
            return not holds(inner, item, top, values)
        case Either(conditions, needs_all):
            results = (holds(inner, item, top, values) for inner in conditions)
            return all(results) if needs_all else any(results)
        case Comparison(operator, left, right):
            if not isinstance(item, dict | list) and (_is_item(left) or _is_item(right)):
                return False
            return _compare(
                operator,
                _operand(left, item, top, values),
                _operand(right, item, top, values),
            )


def _is_item(operand: Path | Literal) -> bool:
    return isinstance(operand, Path) and operand.root is Root.ITEM and not operand.steps


def _operand(operand: Path | Literal, item: Any, top: Any, values: Values) -> Any:
    if isinstance(operand, Literal):
        return operand.value
    try:
        return values(operand, item if operand.root is Root.ITEM else top)
    except LookupError:
        return _ABSENT


def _compare(operator: str, left: Any, right: Any) -> bool:
    match operator:
        case "==":
            return _equal(left, right)
        case "!=":
            return not _equal(left, right)
        case "<" | "<=" | ">" | ">=":
            return _ordered(operator, left, right)
        case "=~":
            return _matches(right, left) if _is_pattern(right) else _matches(left, right)
        case "in":
            return isinstance(right, list) and any(_equal(left, one) for one in right)
        case "nin":
            return not (isinstance(right, list) and any(_equal(left, one) for one in right))
        case "contains":
            if isinstance(left, str):
                return isinstance(right, str) and right in left
            return isinstance(left, list) and any(_equal(one, right) for one in left)
        case "size":
            return isinstance(left, list | str) and len(left) == right
        case "empty":
            return isinstance(left, list | str) and (not left) == right
        case _:
            return _sets(operator, left, right)


def _is_pattern(found: Any) -> bool:
    return isinstance(found, regex.Pattern)


def _matches(pattern: Any, found: Any) -> bool:
    if not _is_pattern(pattern) or not isinstance(found, str | int | float):
        return False
    text = found if isinstance(found, str) else java_text.write(found)
    try:
        return pattern.fullmatch(text, timeout=_SECONDS, concurrent=True) is not None
    except TimeoutError:
        return False


def _sets(operator: str, left: Any, right: Any) -> bool:
    if not (isinstance(left, list) and isinstance(right, list)):
        return False
    among = [any(_equal(one, other) for other in right) for one in left]
    if operator == "subsetof":
        return all(among)
    return any(among) if operator == "anyof" else not any(among)


def _kind(found: Any) -> type:
    return float if isinstance(found, int | float) and not isinstance(found, bool) else type(found)


def _equal(left: Any, right: Any) -> bool:
    if _kind(left) is float and isinstance(right, str):
        try:
            return bool(left == float(right))
        except ValueError:
            return False
    if isinstance(left, str) and _kind(right) is float:
        return left == java_text.write(right)
    return _kind(left) is _kind(right) and bool(left == right)


def _ordered(operator: str, left: Any, right: Any) -> bool:
    if _kind(left) is not _kind(right) or _kind(left) not in (float, str):
        return False
    if operator == "<":
        return bool(left < right)
    if operator == "<=":
        return bool(left <= right)
    return bool(left > right) if operator == ">" else bool(left >= right)
