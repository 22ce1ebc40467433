"""What one value of an event has to pass: the operators of event patterns. Pure.

Numbers that are written out are compared as they are written (300 is not 300.0), as EventBridge's User
Guide says; ``numeric`` compares values.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

Test = Callable[[Any], bool]

_LONGEST_CHAIN = 4  # numeric: an operator and a value, twice
_COMPARE: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda value, bound: value < bound,
    "<=": lambda value, bound: value <= bound,
    "=": lambda value, bound: value == bound,
    ">": lambda value, bound: value > bound,
    ">=": lambda value, bound: value >= bound,
}


class BadPattern(Exception):
    """EventBridge takes no such pattern. The message is the reason."""


class Number(Decimal):
    """A number that remembers how it was written."""

    written: str

    def __new__(cls, written: str) -> Number:
        number = super().__new__(cls, written)
        number.written = written
        return number


def same(value: Any, given: Any) -> bool:
    """Whether a value is the one that a pattern writes out."""
    if isinstance(value, Number) and isinstance(given, Number):
        return value.written == given.written
    return type(value) is type(given) and bool(value == given)


def operator(kind: str, argument: Any) -> Test:
    """The test that an operator makes of its argument.

    Raises:
        BadPattern: there is no such operator, or it takes no such argument.
    """
    if kind == "anything-but":
        return _anything_but(argument)
    if kind == "numeric":
        return _numeric(argument)
    if kind == "cidr":
        return _cidr(argument)
    return _text(kind, argument)


def _text(kind: str, argument: Any) -> Test:
    """The operators on text, where ``prefix`` and ``suffix`` may ignore case."""
    fold = isinstance(argument, dict) and list(argument) == ["equals-ignore-case"]
    fold = fold and kind in ("prefix", "suffix")
    wanted = argument["equals-ignore-case"] if fold else argument
    if kind not in ("prefix", "suffix", "equals-ignore-case", "wildcard"):
        raise BadPattern(f"Unrecognized match type {kind}")
    if not isinstance(wanted, str):
        raise BadPattern(f"{kind} match pattern must be a string")
    if kind == "wildcard":
        expression = re.compile(_wildcard(wanted), re.DOTALL)
        return lambda value: isinstance(value, str) and bool(expression.fullmatch(value))
    if kind == "equals-ignore-case":
        return lambda value: isinstance(value, str) and value.casefold() == wanted.casefold()
    same = str.casefold if fold else str
    meets = str.startswith if kind == "prefix" else str.endswith
    return lambda value: isinstance(value, str) and meets(same(value), same(wanted))


def _wildcard(text: str) -> str:
    if "**" in text:
        raise BadPattern("Consecutive wildcard characters")
    if re.sub(r"\\[*\\]", "", text).count("\\"):
        raise BadPattern("Invalid escape character")
    parts = re.findall(r"\\[*\\]|\*|[^*\\]+", text)
    return "".join(".*" if p == "*" else re.escape(p[1:] if p[0] == "\\" else p) for p in parts)


def _anything_but(argument: Any) -> Test:
    if isinstance(argument, dict):
        if len(argument) != 1:
            raise BadPattern("Only one key allowed in match expression")
        ((kind, inner),) = argument.items()
        given = inner if isinstance(inner, list) else [inner]
        if not given:
            raise BadPattern("Empty arrays are not allowed")
        tests = [_text(kind, each) for each in given]
        return lambda value: not any(test(value) for test in tests)
    listed = argument if isinstance(argument, list) else [argument]
    if not listed or not all(isinstance(each, str | Number) for each in listed):
        raise BadPattern("Inside anything-but list, start|null|boolean is not supported.")
    if len({isinstance(each, Number) for each in listed}) > 1:
        raise BadPattern(
            "Inside anything-but list, either all values are Number or String, mixed type is not "
            "supported"
        )
    return lambda value: not any(same(value, each) for each in listed)


def _numeric(argument: Any) -> Test:
    pairs = argument if isinstance(argument, list) else []
    operators, bounds = pairs[::2], pairs[1::2]
    if (
        not 0 < len(pairs) <= _LONGEST_CHAIN
        or len(pairs) % 2
        or not all(isinstance(each, str) and each in _COMPARE for each in operators)
        or not all(isinstance(each, Number) for each in bounds)
    ):
        raise BadPattern("numeric must be an array of operators and numbers")
    if len(operators) > 1:
        _check_range(operators, bounds)
    checks = [(_COMPARE[o], bound) for o, bound in zip(operators, bounds, strict=True)]
    return lambda value: isinstance(value, Number) and all(c(value, bound) for c, bound in checks)


def _check_range(operators: list[Any], bounds: list[Any]) -> None:
    """See that two comparisons are a range, its lower end first."""
    if operators[0] not in (">", ">=") or operators[1] not in ("<", "<="):
        raise BadPattern("Bad numeric range operator: > or >= comes first, and then < or <=")
    if bounds[0] >= bounds[1]:
        raise BadPattern("Bottom must be less than top")


def _cidr(argument: Any) -> Test:
    try:
        network = ipaddress.ip_network(argument, strict=False)
    except ValueError as error:
        raise BadPattern("Malformed CIDR") from error

    def within(value: Any) -> bool:
        try:
            return isinstance(value, str) and ipaddress.ip_address(value) in network
        except ValueError:
            return False

    return within
