"""JSONata as far as the language knows it: that an expression can be read, and what it refers to.

``jsonata-python`` reads; values are ``evaluation``'s. An expression has no context item in Step
Functions: what it is about comes from ``$states`` and from variables. A name that would be looked up in a
context item is refused by AWS when the machine is made, and so is ``$$``.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

import jsonata as library
from jsonata.jexception import JException
from jsonata.parser import Parser

ROOT = "$$"
ERROR_OUTPUT = "$states.errorOutput"
_PLACEHOLDER = re.compile(r"\{\{\w+\}\}")
_ADDED = ("partition", "range", "hash", "random", "uuid", "parse")  # Step Functions' own functions
_BELOW = ("lhs", "rhs", "expression", "procedure", "condition", "then", "_else", "expr")
_ALSO_BELOW = ("arguments", "expressions", "terms")


@dataclass(frozen=True)
class Analysis:
    """What an expression is about.

    Attributes:
        error: why it is no JSONata, in AWS's words; None if it is.
        out_of_context: what it refers to that is not there, each once: names and ``$`` of a context item
            that does not exist, ``ROOT`` and ``ERROR_OUTPUT`` (which a Catch has).
        variables: the variables it refers to, without the ``$``.
    """

    error: str | None = None
    out_of_context: tuple[str, ...] = ()
    variables: frozenset[str] = frozenset()


@lru_cache(maxsize=4096)
def analysed(text: str) -> Analysis:
    """What the expression is about."""
    try:
        tree = Parser().parse(text)
    except JException as error:
        return Analysis(_said(error))
    except KeyError as error:  # the library knows the character, and no operator of it
        return Analysis(f'Unknown operator: "{error.args[0]}"')
    except (ValueError, TypeError, AttributeError, IndexError, RecursionError, re.error):
        return Analysis("Syntax error")
    walk = _Walk()
    try:
        walk.over(tree, True, frozenset())
    except RecursionError:
        return Analysis("The expression nests too deeply")
    return Analysis(None, tuple(walk.names), frozenset(walk.variables))


def _said(error: JException) -> str:
    """The library's sentence with what it quotes in quotes, as JSONata's own implementation has it."""
    sentence = JException.error_codes.get(error.error, "Syntax error")
    quoted = iter((error.current, error.expected, error.extra))
    return _PLACEHOLDER.sub(lambda _: json.dumps(next(quoted, None), default=str), sentence)


class _Walk:
    """Collects what an expression refers to. ``names`` is a set that keeps its order."""

    def __init__(self) -> None:
        self.names: dict[str, None] = {}
        self.variables: set[str] = set()

    def over(self, symbol: Any, at_top: bool, bound: frozenset[str]) -> frozenset[str]:
        """Into a part; ``at_top``: names in it would be the context item's. What is bound after it."""
        if not isinstance(symbol, Parser.Symbol):
            return bound
        match symbol.type:
            case "path":
                bound = self._path(symbol, at_top, bound)
            case "name" if at_top:
                self.names[str(symbol.value)] = None
            case "variable":
                self._variable(str(symbol.value), at_top, bound)
            case "bind":
                self.over(symbol.rhs, at_top, bound)
                bound |= {str(symbol.lhs.value)}
            case "block":
                within = bound
                for part in symbol.expressions:
                    within = self.over(part, at_top, within)
            case "lambda":
                taken = {str(argument.value) for argument in symbol.arguments}
                self.over(symbol.body, at_top, bound | taken)
            case "transform":
                self.over(symbol.pattern, False, bound)
                self.over(symbol.update, False, bound)
                self.over(symbol.delete, False, bound)
            case _:
                self._parts(symbol, at_top, bound)
        for stage in (*(symbol.predicate or ()), *(symbol.stages or ())):
            self.over(stage.expr, False, bound)
        if symbol.group is not None:
            self._pairs(symbol.group.lhs_object, False, bound)
        return bound

    def _path(self, symbol: Any, at_top: bool, bound: frozenset[str]) -> frozenset[str]:
        first, *others = symbol.steps
        if (
            first.type == "variable"
            and first.value == "states"
            and others
            and others[0].type == "name"
            and others[0].value == "errorOutput"
        ):
            self.names[ERROR_OUTPUT] = None
        bound = self.over(first, at_top, bound)
        for step in symbol.steps:
            bound |= {str(name) for name in (step.focus, step.index) if isinstance(name, str)}
        for step in others:
            self.over(step, False, bound)
        return bound

    def _variable(self, name: str, at_top: bool, bound: frozenset[str]) -> None:
        if name == "$":
            self.names[ROOT] = None
        elif name == "":
            if at_top:
                self.names["$"] = None
        elif name not in bound and name != "states" and name not in _functions():
            self.variables.add(name)

    def _parts(self, symbol: Any, at_top: bool, bound: frozenset[str]) -> None:
        for below in _BELOW:
            self.over(getattr(symbol, below), at_top, bound)
        for several in _ALSO_BELOW:
            for part in getattr(symbol, several) or ():
                self.over(part, at_top, bound)
        self._pairs(symbol.lhs_object or (), at_top, bound)

    def _pairs(self, pairs: Iterable[Any], at_top: bool, bound: frozenset[str]) -> None:
        for key, value in pairs:
            self.over(key, at_top, bound)
            self.over(value, at_top, bound)


@cache
def _functions() -> frozenset[str]:
    """The names of JSONata's functions, and of those that Step Functions adds."""
    return frozenset(library.Jsonata.static_frame.bindings) | set(_ADDED)
