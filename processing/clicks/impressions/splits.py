"""Divides a log in its order: the earliest rows train, later ones validate, the last ones test.

Ads come and go. Rows that are shuffled would let a model know tomorrow's ads, and its figures
would be better than it is. What the encoding may be fitted to is a type of its own, ``Training``, that
is made here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from .problems import JobProblem

_NEAR = 1e-6  # 0.333333 three times is meant to be 1


@dataclass(frozen=True)
class Shares:
    """The fractions; the test split has what the others leave.

    Raises:
        JobProblem: they do not make 1, or train or test have none.
    """

    train: float
    validation: float
    test: float

    def __post_init__(self) -> None:
        for name, share in (("train", self.train), ("test", self.test)):
            if not 0 < share <= 1:
                raise JobProblem(f"--{name}-fraction is {share:g}, but must be above 0, at most 1")
        if not 0 <= self.validation <= 1:
            raise JobProblem(
                f"--validation-fraction is {self.validation:g}, but must be from 0 to 1"
            )
        total = self.train + self.validation + self.test
        if abs(total - 1) > _NEAR:
            raise JobProblem(f"the three fractions make {total:g} together, but must make 1")


@dataclass(frozen=True)
class Part:
    """The rows from ``start`` up to ``stop`` of the log."""

    name: str
    start: int
    stop: int

    def __len__(self) -> int:
        return self.stop - self.start

    @property
    def rows(self) -> slice:
        return slice(self.start, self.stop)


@dataclass(frozen=True)
class Training(Part):
    """The rows that something may be fitted to."""


@dataclass(frozen=True)
class Splits:
    """The three parts of a log. Without a share of its own ``validation`` is empty."""

    train: Training
    validation: Part
    test: Part

    def __iter__(self) -> Iterator[Part]:
        return iter((self.train, self.validation, self.test))


def divide(rows: int, shares: Shares) -> Splits:
    """The parts of a log of so many rows; the places of the cuts are rounded down.

    Raises:
        JobProblem: a split that is asked for would be empty.
    """
    first = int(shares.train * rows + _NEAR)
    second = int((shares.train + shares.validation) * rows + _NEAR)
    made = Splits(
        Training("train", 0, first), Part("validation", first, second), Part("test", second, rows)
    )
    for part, share in zip(made, (shares.train, shares.validation, shares.test), strict=True):
        if share and not len(part):
            raise JobProblem(
                f"the {part.name} split would be empty: {share:g} of {rows} rows is less than one"
            )
    return made
