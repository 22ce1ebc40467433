"""Columns of what was seen: numbers or words, one for each row, or several (the scores of a row's entities)."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass, field

MOST_CATEGORIES = 50
OTHERS = "(others)"
_DIGITS = 6


@dataclass
class Columns:
    """``rows`` counts what was seen; a column has its numbers, or how often each word occurs."""

    rows: int = 0
    numbers: dict[str, list[float]] = field(default_factory=dict)
    words: dict[str, Counter[str]] = field(default_factory=dict)

    def number(self, column: str, value: float) -> None:
        """Add a number, to the digits that float32 has: 0.1 is what a model has read as 0.10000000149. One
        that is not finite is a word of its own, as it cannot be compared."""
        if math.isfinite(value):
            self.numbers.setdefault(column, []).append(float(f"{value:.{_DIGITS}g}"))
        else:
            self.word(column, str(value))

    def word(self, column: str, value: str) -> None:
        self.words.setdefault(column, Counter())[value] += 1

    def cell(self, column: str, value: object) -> None:
        """Add a number where the value is one or reads as one, else a word."""
        if isinstance(value, bool) or value is None:
            self.word(column, str(value))
            return
        try:
            self.number(column, float(value))  # type: ignore[arg-type]  # what is no number is a word
        except (
            TypeError,
            ValueError,
            OverflowError,
        ):  # of an integer of more digits than a float has
            self.word(column, str(value).strip())
