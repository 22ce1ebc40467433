"""How sure a metric is: intervals by the bootstrap, of two models on the same rows at once.

Rows are drawn anew, with replacement, many times; each drawing is a weight for each row. Both models are
measured by the same drawing, so that the interval of their difference is a paired one: what is hard for both
does not count. 95 of 100 drawings lie in an interval.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol, Tuple

import numpy as np

from .problems import Unusable

SEED = 13
MOST, FEWEST = 500, 100
_EFFORT = 200_000_000  # rows drawn altogether: a million rows are drawn 200 times
_INSIDE = (2.5, 97.5)
_NOTHING: np.ndarray = np.empty(0)

Key = Tuple[str, str]
"""A type, empty for the whole, and a metric of it."""


class Scores(Protocol):
    """What a model said of the test split, beside what is true."""

    def __len__(self) -> int:
        """How many rows (or sentences) are drawn from."""

    def keys(self) -> list[Key]:
        """What is measured, in an order that stays the same."""

    def measure(self, weights: np.ndarray) -> np.ndarray:
        """Each metric where row i counts ``weights[i]`` times, float64 [keys]; NaN where it is undefined,
        such as the precision of what was never predicted. ``weights`` is float64 [rows], not all of it 0."""


@dataclass(frozen=True)
class Interval:
    """A metric, and between what it lies; None where it is undefined."""

    value: float | None
    low: float | None = None
    high: float | None = None

    def as_dict(self) -> dict[str, float | None]:
        return {"value": self.value, "low": self.low, "high": self.high}


@dataclass(frozen=True)
class Compared:
    """The intervals of the candidate, of the champion (none: empty), and of the candidate's lead over it."""

    candidate: Mapping[Key, Interval]
    champion: Mapping[Key, Interval]
    difference: Mapping[Key, Interval]


def compare(candidate: Scores, champion: Scores | None, seed: int = SEED) -> Compared:
    """Measure both on all rows, and on rows drawn anew. The same seed gives the same.

    Raises:
        Unusable: there is no row, or the two are not about the same number of rows.
    """
    rows = len(candidate)
    if not rows:
        raise Unusable("the test split has no row to measure a model on")
    if champion is not None and len(champion) != rows:
        raise Unusable(
            f"the candidate was asked about {rows} rows and the champion about {len(champion)}: both must be "
            "measured on the same test split"
        )
    ours, theirs = candidate.keys(), champion.keys() if champion else []
    measured = [
        # One after the other: a million rows' weights are held once.
        (candidate.measure(weights), champion.measure(weights) if champion else _NOTHING)
        for weights in _drawings(rows, seed)
    ]
    first, second = (np.stack(part) for part in zip(*measured))
    both = [key for key in ours if key in set(theirs)]
    lead = first[:, list(map(ours.index, both))] - second[:, list(map(theirs.index, both))]
    return Compared(_intervals(ours, first), _intervals(theirs, second), _intervals(both, lead))


def _drawings(rows: int, seed: int) -> Iterator[np.ndarray]:
    """Weights of the rows: first all as they are, then drawn anew."""
    yield np.ones(rows)
    # RandomState gives the same with every version of numpy.
    random = np.random.RandomState(seed)
    for _ in range(max(FEWEST, min(MOST, _EFFORT // rows))):
        yield np.bincount(random.randint(0, rows, rows), minlength=rows).astype(np.float64)


def _intervals(keys: Sequence[Key], measured: np.ndarray) -> dict[Key, Interval]:
    """Of each metric: its value on all rows, the first measured, and what the drawings lie between."""
    return {key: _interval(measured[:, number]) for number, key in enumerate(keys)}


def _interval(measured: np.ndarray) -> Interval:
    """Drawings in which the metric is undefined say nothing of it."""
    value, drawn = float(measured[0]), measured[1:]
    drawn = drawn[~np.isnan(drawn)]
    if np.isnan(value):
        return Interval(None)
    if not len(drawn):
        return Interval(value)
    low, high = (float(one) for one in np.percentile(drawn, _INSIDE))
    return Interval(value, min(low, value), max(high, value))
