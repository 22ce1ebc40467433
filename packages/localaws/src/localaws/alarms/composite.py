"""Composite alarms: a rule over the states of other alarms, such as ``ALARM(a) AND NOT OK("b")``."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from localaws.alarms.alarm import Actions, State


class BadRule(Exception):
    """A rule that cannot be read; the text says where."""


@dataclass(frozen=True)
class CompositeAlarm:
    """An alarm on the states of others."""

    name: str
    arn: str
    account: str
    region: str
    rule: str
    description: str | None = None
    actions: Actions = field(default_factory=Actions)
    configured: float = 0.0


@dataclass(frozen=True)
class Is:
    """Whether an alarm, given by name or ARN, is in a state."""

    state: State
    alarm: str


@dataclass(frozen=True)
class Constant:
    value: bool


@dataclass(frozen=True)
class Not:
    of: Rule


@dataclass(frozen=True)
class Both:
    left: Rule
    right: Rule


@dataclass(frozen=True)
class Either:
    left: Rule
    right: Rule


Rule = Is | Constant | Not | Both | Either

_TOKEN = re.compile(
    r"""\s*(?:(?P<state>OK|ALARM|INSUFFICIENT_DATA)\s*\(\s*(?:"(?P<quoted>[^"]+)"|(?P<bare>[^\s()"]+))\s*\)"""
    r"""|(?P<word>AND|OR|NOT|TRUE|FALSE)\b|(?P<sign>[()]))"""
)
_DEEPEST = 100


def read(text: str) -> Rule:
    """The rule that a text is. NOT binds most, then AND, then OR.

    Raises:
        BadRule: it is none.
    """
    reader = _Reader(list(_tokens(text)))
    rule = reader.either()
    if reader.next is not None:
        raise BadRule(f"unexpected {reader.next}")
    return rule


def holds(rule: Rule, state_of: Callable[[str], State]) -> bool:
    """Whether a rule holds with alarms in these states."""
    match rule:
        case Is(state, alarm):
            return state_of(alarm) is state
        case Constant(value):
            return value
        case Not(of):
            return not holds(of, state_of)
        case Both(left, right):
            return holds(left, state_of) and holds(right, state_of)
        case Either(left, right):
            return holds(left, state_of) or holds(right, state_of)


def children(rule: Rule) -> Iterator[str]:
    """The alarms that a rule speaks of, by the names or ARNs it gives."""
    match rule:
        case Is(_, alarm):
            yield alarm
        case Not(of):
            yield from children(of)
        case Both(left, right) | Either(left, right):
            yield from children(left)
            yield from children(right)


_Token = str | Is


def _tokens(text: str) -> Iterator[_Token]:
    position, end = 0, len(text.rstrip())
    while position < end:
        match = _TOKEN.match(text, position)
        if match is None:
            raise BadRule(f"unexpected {text[position:].strip().split()[0]}")
        position = match.end()
        if match["state"]:
            yield Is(State(match["state"]), match["quoted"] or match["bare"])
        else:
            yield match["word"] or match["sign"]


class _Reader:
    def __init__(self, tokens: list[_Token]) -> None:
        self._tokens = tokens
        self._position = 0
        self._depth = 0

    @property
    def next(self) -> _Token | None:
        return self._tokens[self._position] if self._position < len(self._tokens) else None

    def either(self) -> Rule:
        rule = self._both()
        while self.next == "OR":
            self._position += 1
            rule = Either(rule, self._both())
        return rule

    def _both(self) -> Rule:
        rule = self._one()
        while self.next == "AND":
            self._position += 1
            rule = Both(rule, self._one())
        return rule

    def _one(self) -> Rule:
        token = self.next
        self._position += 1
        self._depth += 1
        if self._depth > _DEEPEST:
            raise BadRule("it is nested too deeply")
        try:
            match token:
                case Is():
                    return token
                case "TRUE" | "FALSE":
                    return Constant(token == "TRUE")
                case "NOT":
                    return Not(self._one())
                case "(":
                    rule = self.either()
                    if self.next != ")":
                        raise BadRule(") is missing")
                    self._position += 1
                    return rule
                case None:
                    raise BadRule("it ends too early")
            raise BadRule(f"unexpected {token}")
        finally:
            self._depth -= 1
