"""Reads an expression of metric math into a tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from localaws.metrics.expressions.value import BadExpression


@dataclass(frozen=True)
class Number:
    value: float


@dataclass(frozen=True)
class Text:
    value: str


@dataclass(frozen=True)
class Name:
    """The id of another metric of the alarm, or a word such as REPEAT."""

    name: str


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


@dataclass(frozen=True)
class Binary:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Negative:
    of: Node


@dataclass(frozen=True)
class Listed:
    """``[m1, m2]``"""

    members: tuple[Node, ...]


Node = Number | Text | Name | Call | Binary | Negative | Listed

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<name>[A-Za-z_][A-Za-z0-9_]*)"""
    r"""|(?P<text>"[^"]*"|'[^']*')|(?P<sign>==|!=|<=|>=|&&|\|\||[-+*/^<>(),\[\]]))"""
)
# What binds least comes first.
_LEVELS = (
    frozenset({"OR", "||"}),
    frozenset({"AND", "&&"}),
    frozenset({"==", "!=", "<", ">", "<=", ">="}),
    frozenset({"+", "-"}),
    frozenset({"*", "/"}),
)
_DEEPEST = 100


def read(expression: str) -> Node:
    """The tree of an expression.

    Raises:
        BadExpression: it is none.
    """
    reader = _Reader(list(_tokens(expression)))
    node = reader.binary(0)
    if reader.next is not None:
        raise BadExpression(f"unexpected {reader.next}")
    return node


def walk(node: Node) -> Iterator[Node]:
    """A tree's nodes, each before what is inside it."""
    yield node
    match node:
        case Call(_, parts) | Listed(parts):
            inner = parts
        case Binary(_, left, right):
            inner = (left, right)
        case Negative(of):
            inner = (of,)
        case _:
            inner = ()
    for each in inner:
        yield from walk(each)


def names(node: Node) -> Iterator[str]:
    """All names in a tree, those of other metrics among them."""
    return (each.name for each in walk(node) if isinstance(each, Name))


def _tokens(expression: str) -> Iterator[tuple[str, str]]:
    position, end = 0, len(expression.rstrip())
    while position < end:
        match = _TOKEN.match(expression, position)
        if match is None or match.lastgroup is None:
            raise BadExpression(f"unexpected {expression[position:].strip()[0]}")
        kind, text, position = match.lastgroup, match[match.lastgroup], match.end()
        yield ("sign", text) if kind == "name" and text in ("AND", "OR") else (kind, text)


class _Reader:
    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    @property
    def next(self) -> str | None:
        """The text of the token to come; None at the end."""
        return self._tokens[self._position][1] if self._position < len(self._tokens) else None

    def binary(self, level: int) -> Node:
        if level == len(_LEVELS):
            return self._negative()
        left = self.binary(level + 1)
        while self._is_sign(_LEVELS[level]):
            left = Binary(self._take()[1], left, self.binary(level + 1))
        return left

    def _negative(self) -> Node:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadExpression("it is nested too deeply")
        try:
            if self._is_sign(frozenset({"-"})):
                self._take()
                return Negative(self._negative())
            base = self._primary()
            if self._is_sign(frozenset({"^"})):
                self._take()
                return Binary("^", base, self._negative())
            return base
        finally:
            self._depth -= 1

    def _primary(self) -> Node:
        kind, text = self._take()
        if kind == "number":
            return Number(float(text))
        if kind == "text":
            return Text(text[1:-1])
        if kind == "name":
            if self._is_sign(frozenset({"("})):
                self._take()
                return Call(text.upper(), self._members(")"))
            return Name(text)
        if text == "[":
            return Listed(self._members("]"))
        if text == "(":
            inner = self.binary(0)
            self._expect(")")
            return inner
        raise BadExpression(f"unexpected {text}")

    def _members(self, end: str) -> tuple[Node, ...]:
        members: list[Node] = []
        while not self._is_sign(frozenset({end})):
            if members:
                self._expect(",")
            members.append(self.binary(0))
        self._take()
        return tuple(members)

    def _expect(self, text: str) -> None:
        if self._take()[1] != text:
            raise BadExpression(f"{text} is missing")

    def _is_sign(self, signs: frozenset[str]) -> bool:
        if self._position >= len(self._tokens):
            return False
        kind, text = self._tokens[self._position]
        return kind == "sign" and text in signs

    def _take(self) -> tuple[str, str]:
        if self._position >= len(self._tokens):
            raise BadExpression("it ends too early")
        self._position += 1
        return self._tokens[self._position - 1]
