"""Reads the condition of a filter: ``@.price < 10 && (@.tag in ['a', 'b'] || !@.sold)``.

The operators are Jayway's, which AWS evaluates paths with.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import regex

from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.language.path import (
    Comparison,
    Condition,
    Either,
    Exists,
    Literal,
    Not,
    Path,
)
from localaws.stepfunctions.language.scanner import Scanner

# The longer first: the scanner takes the first that stands there.
_SYMBOLS = ("==", "!=", "<=", ">=", "=~", "<", ">")
_WORDS = r"(?i:in|nin|subsetof|anyof|noneof|contains|size|empty)\b"
_NUMBER = r"-?\d+(\.\d+)?([eE][+-]?\d+)?"

ReadPath = Callable[[], Path]


def scan(scanner: Scanner, path: ReadPath) -> Condition:
    """The condition that the text goes on with; ``path`` reads a path at the scanner.

    Raises:
        Unreadable: none stands here.
    """
    return _joined(scanner, "||", lambda: _joined(scanner, "&&", lambda: _one(scanner, path)))


def _joined(scanner: Scanner, sign: str, one: Callable[[], Condition]) -> Condition:
    conditions = [one()]
    scanner.spaces()
    while scanner.take(sign):
        conditions.append(one())
        scanner.spaces()
    if len(conditions) == 1:
        return conditions[0]
    return Either(tuple(conditions), needs_all=sign == "&&")


def _one(scanner: Scanner, path: ReadPath) -> Condition:
    scanner.spaces()
    if scanner.take("!"):
        return Not(_one(scanner, path))
    if scanner.take("("):
        inner = scan(scanner, path)
        scanner.expect(")")
        return inner
    left = _operand(scanner, path)
    scanner.spaces()
    operator = next((sign for sign in _SYMBOLS if scanner.take(sign)), None)
    operator = operator or (scanner.match(_WORDS) or "").lower() or None
    if operator is None:
        if isinstance(left, Path):
            return Exists(left)
        raise scanner.problem("expected an operator")
    scanner.spaces()
    return Comparison(operator, left, _operand(scanner, path))


def _operand(scanner: Scanner, path: ReadPath) -> Path | Literal:
    head = scanner.peek()
    if head in ("@", "$"):
        return path()
    if head in ("'", '"'):
        return Literal(scanner.quoted())
    if head == "/":
        return Literal(_pattern(scanner))
    if head == "[":
        return Literal(_list(scanner, path))
    number = scanner.match(_NUMBER)
    if number is not None:
        try:
            return Literal(json_text.read(number))
        except json_text.NoJson as error:
            raise scanner.problem(str(error)) from None
    word = scanner.match(r"(true|false|null)\b")
    if word is not None:
        return Literal(json.loads(word))
    raise scanner.problem("expected a path or a value")


def _list(scanner: Scanner, path: ReadPath) -> list[object]:
    scanner.expect("[")
    values: list[object] = []
    scanner.spaces()
    while not scanner.take("]"):
        value = _operand(scanner, path)
        if isinstance(value, Path):
            raise scanner.problem("expected a value, not a path, before the list went on")
        values.append(value.value)
        scanner.spaces()
        if scanner.peek() != "]":
            scanner.expect(",")
            scanner.spaces()
    return values


def _pattern(scanner: Scanner) -> regex.Pattern[str]:
    written = scanner.match(r"/(?:[^/\\]|\\.)*/[a-z]*")
    if written is None:
        raise scanner.problem("the regular expression does not end")
    body, _, flags = written[1:].rpartition("/")
    try:
        return regex.compile(body, regex.IGNORECASE if "i" in flags else 0)
    except regex.error as error:
        raise scanner.problem(f"the regular expression cannot be read ({error})") from error
