"""Divides a log by what each row says besides its label: what happened to the ad is not asked.

Ads come and go, so that a split by time would measure a model on tomorrow's ads; but then what tests today would
be trained on tomorrow, and no two models could be compared. Here a row that once tests does so for ever,
wherever the log grows. What the encoding may be fitted to is a type of its own, ``Training``, that is made
here and nowhere else.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from evaluating import splits
from evaluating.problems import Unusable

from .log import Log
from .problems import JobProblem
from .shares import Shares


@dataclass(frozen=True)
class Part:
    """Some rows of the log: their numbers, int64."""

    name: str
    rows: np.ndarray

    def __len__(self) -> int:
        return len(self.rows)


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


def divide(log: Log, shares: Shares) -> Splits:
    """The parts of a log, each in an order that its rows' places in the files do not decide.

    Raises:
        JobProblem: a split that is asked for would be empty.
    """
    columns = (log.columns[name] for name in sorted(log.columns))
    cells = [np.array(column.cells, dtype=object)[column.codes] for column in columns]
    try:
        parts = splits.divide(
            map(splits.content, zip(*cells, strict=True)),
            splits.Shares(_exact(shares.validation), _exact(shares.test)),
        )
    except Unusable as error:
        raise JobProblem(str(error)) from error
    return Splits(
        Training("train", parts["train"]),
        Part("validation", parts["validation"]),
        Part("test", parts["test"]),
    )


def _exact(share: float) -> Fraction:
    """As it was written: 0.15 is 3/20."""
    return Fraction(str(share))
