"""Whether a text is an event pattern: JSON objects down to lists of values and filters. Pure.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern-operators.html
"""

from __future__ import annotations

import ipaddress
import json
from collections.abc import Callable
from typing import Any

_LARGEST = 2048  # characters
_DEEPEST = 100


class BadPattern(Exception):
    """It is none. The message says why."""


def check(text: str) -> None:
    """See that a text is an event pattern.

    Raises:
        BadPattern: it is not.
    """
    if len(text) > _LARGEST:
        raise BadPattern(f"it has more than {_LARGEST} characters")
    try:
        pattern = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadPattern("Invalid JSON") from error
    if not isinstance(pattern, dict):
        raise BadPattern("the pattern must be an object")
    if not pattern:
        raise BadPattern("Empty objects are not allowed")
    _check_object(pattern, 1)


def _check_object(pattern: dict[str, Any], depth: int) -> None:
    if depth > _DEEPEST:
        raise BadPattern(f"it is nested more than {_DEEPEST} levels deep")
    for name, value in pattern.items():
        if name == "$or":
            if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
                raise BadPattern('"$or" must be an array of objects')
            for each in value:
                _check_object(each, depth + 1)
        elif isinstance(value, dict):
            if not value:
                raise BadPattern("Empty objects are not allowed")
            _check_object(value, depth + 1)
        elif not isinstance(value, list):
            raise BadPattern(f'"{name}" must be an object or an array')
        elif not value:
            raise BadPattern("Empty arrays are not allowed")
        else:
            for each in value:
                _check_filter(name, each)


def _check_filter(name: str, value: Any) -> None:
    if isinstance(value, list):
        raise BadPattern(f'"{name}": match value must be String, number, true, false, or null')
    if not isinstance(value, dict):
        return
    if len(value) != 1:
        raise BadPattern(f'"{name}": only one key allowed in match expression')
    ((kind, operand),) = value.items()
    known = _FILTERS.get(kind)
    if known is None:
        raise BadPattern(f"Unrecognized match type {kind}")
    if not known(operand):
        raise BadPattern(f'"{name}": {kind} cannot be {json.dumps(operand)[:100]}')


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _affix(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) == {"equals-ignore-case"} and _text(value["equals-ignore-case"])
    return _text(value)


def _several_texts(value: Any) -> bool:
    return _text(value) or (isinstance(value, list) and bool(value) and all(map(_text, value)))


def _range(value: Any) -> bool:
    return (
        isinstance(value, list)
        and len(value) in (2, 4)
        and all(
            operator in ("<", "<=", "=", ">=", ">") for operator in value[::2] if _text(operator)
        )
        and all(map(_text, value[::2]))
        and all(map(_number, value[1::2]))
    )


def _network(value: Any) -> bool:
    try:
        ipaddress.ip_network(value)
    except ValueError:
        return False
    return _text(value)


def _other_than(value: Any) -> bool:
    if isinstance(value, dict):
        return len(value) == 1 and all(
            kind in ("prefix", "suffix", "equals-ignore-case", "wildcard")
            and _several_texts(operand)
            for kind, operand in value.items()
        )
    several = value if isinstance(value, list) else [value]
    return bool(several) and all(_text(each) or _number(each) for each in several)


_FILTERS: dict[str, Callable[[Any], bool]] = {
    "anything-but": _other_than,
    "cidr": _network,
    "equals-ignore-case": _text,
    "exists": lambda value: isinstance(value, bool),
    "numeric": _range,
    "prefix": _affix,
    "suffix": _affix,
    "wildcard": lambda value: _text(value) and "**" not in value,
}
