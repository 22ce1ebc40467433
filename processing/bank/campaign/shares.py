"""How many rows each split gets. Standard library only."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .problems import JobProblem

SPLITS = ("train", "validation", "test")


@dataclass(frozen=True)
class Shares:
    """The fractions, exact (0.7 is 7/10); the test split has what the others leave."""

    train: Fraction
    validation: Fraction
    test: Fraction

    def counts(self, rows: int) -> tuple[int, int, int]:
        """How many of so many rows each split gets: the places of the cuts are rounded down.

        Raises:
            JobProblem: a split that is asked for would be empty.
        """
        first = int(self.train * rows)
        second = int((self.train + self.validation) * rows)
        made = (first, second - first, rows - second)
        for name, share, count in zip(SPLITS, (self.train, self.validation, self.test), made):
            if share and not count:
                raise JobProblem(
                    f"the {name} split would be empty: {float(share):g} of {rows} rows is less "
                    "than one"
                )
        return made
