"""The kinds of values that hyperparameters have: each reads a string, or says what is legal.

A kind's ``parse`` raises ValueError for what it refuses; its ``legal`` finishes the sentence
"it must be …".
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Protocol


class Kind(Protocol):
    """How the string of a hyperparameter is read."""

    @property
    def legal(self) -> str: ...

    def parse(self, text: str) -> Any: ...


@dataclass(frozen=True)
class Number:
    """A number in an interval; ``above`` and ``below`` are the bounds that it may not reach."""

    read: Callable[[str], float]
    least: float | None = None
    most: float | None = None
    above: float | None = None
    below: float | None = None

    @property
    def legal(self) -> str:
        kind = "a whole number" if self.read is int else "a number"
        bounds = [
            f"{word} {bound:g}"
            for word, bound in (
                ("of at least", self.least),
                ("above", self.above),
                ("at most", self.most),
                ("below", self.below),
            )
            if bound is not None
        ]
        return f"{kind} {' and '.join(bounds)}"

    def parse(self, text: str) -> float:
        number = self.read(text)
        fits = (
            math.isfinite(number)
            and (self.least is None or number >= self.least)
            and (self.most is None or number <= self.most)
            and (self.above is None or number > self.above)
            and (self.below is None or number < self.below)
        )
        if not fits or "_" in text or not text.isascii():
            raise ValueError(text)
        return number


def whole(
    least: float | None = None,
    most: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
) -> Number:
    return Number(int, least, most, above, below)


def real(
    least: float | None = None,
    most: float | None = None,
    *,
    above: float | None = None,
    below: float | None = None,
) -> Number:
    return Number(float, least, most, above, below)


@dataclass(frozen=True)
class Choice:
    """One of some words."""

    words: tuple[str, ...]

    @property
    def legal(self) -> str:
        return f"one of {', '.join(self.words)}"

    def parse(self, text: str) -> str:
        if text not in self.words:
            raise ValueError(text)
        return text


def choice(*words: str) -> Choice:
    return Choice(words)


@dataclass(frozen=True)
class Boolean:
    """``true`` or ``false``; the SageMaker SDK writes Python's ``True`` and ``False``."""

    legal: str = "true or false"

    def parse(self, text: str) -> bool:
        if text not in ("true", "false", "True", "False"):
            raise ValueError(text)
        return text.lower() == "true"


@dataclass(frozen=True)
class OrWord:
    """A word in the place of a value, such as ``auto``."""

    word: str
    kind: Kind

    @property
    def legal(self) -> str:
        return f"{self.word} or {self.kind.legal}"

    def parse(self, text: str) -> Any:
        return text if text == self.word else self.kind.parse(text)


def auto(kind: Kind) -> OrWord:
    return OrWord("auto", kind)


@dataclass(frozen=True)
class Words:
    """Words between commas, each of which ``is_known`` knows."""

    is_known: Callable[[str], bool]
    known: str  # what they may be

    @property
    def legal(self) -> str:
        return f"some of {self.known}, with commas between them"

    def parse(self, text: str) -> tuple[str, ...]:
        words = tuple(word.strip() for word in text.split(","))
        if not all(self.is_known(word) for word in words):
            raise ValueError(text)
        return words


@dataclass(frozen=True)
class Literal:
    """A tuple or list written as in Python, such as ``(1,0,-1)``; kept as it was written."""

    accepts: Callable[[Any], bool]
    legal: str = field(kw_only=True)

    def parse(self, text: str) -> str:
        try:
            value = ast.literal_eval(text)
        except (SyntaxError, TypeError, MemoryError, RecursionError) as error:
            raise ValueError(text) from error
        if not self.accepts(value):
            raise ValueError(text)
        return text
