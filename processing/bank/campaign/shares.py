"""Which share of the rows each split gets. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Shares:
    """The fractions, exact (0.7 is 7/10)."""

    train: Fraction
    validation: Fraction
    test: Fraction
