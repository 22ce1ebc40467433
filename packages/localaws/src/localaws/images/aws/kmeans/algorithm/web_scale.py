"""K-Means as AWS's developer guide describes its own (algo-kmeans-tech-notes): batches of rows move more centers than
are asked for, and Lloyd's method makes them k in the end.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from .distances import closest
from .lloyd import Lloyd, initial

SEED = 0  # AWS's run differs each time; ours can be repeated


@dataclass
class Centers:
    """Centers that rows move, and how much each has seen of them."""

    positions: np.ndarray
    weights: np.ndarray

    @classmethod
    def among(cls, rows: Any, count: int, method: str) -> Centers:
        """So many of the rows of a first batch."""
        positions = initial(rows, count, method, np.random.RandomState(SEED))
        return cls(positions, np.zeros(count))

    def update(self, rows: Any, half_life: int) -> None:
        """Move each center to the weighted mean of where it is and of the rows that are closest to it.

        Args:
            half_life: after so many rows one has half of its weight; 0: it keeps it.
        """
        size, count = rows.shape[0], len(self.positions)
        nearest, _ = closest(rows, self.positions)
        members = csr_matrix((np.ones(size), (nearest, np.arange(size))), shape=(count, size))
        sums = members @ rows
        added = np.bincount(nearest, minlength=count)
        before = self.weights * 0.5 ** (size / half_life) if half_life else self.weights
        self.weights = before + added
        moved = added > 0
        share = (before[moved] / self.weights[moved])[:, None]
        dense = np.asarray(sums.todense() if hasattr(sums, "todense") else sums)
        self.positions[moved] = (
            share * self.positions[moved] + dense[moved] / self.weights[moved, None]
        )


def shrunk(
    centers: Centers,
    k: int,
    lloyd: Lloyd,
    attempts: int,
    loss: Callable[[np.ndarray], float],
    tell: Callable[[int, float], None],
) -> np.ndarray:
    """The best of several attempts to make of the centers k.

    Args:
        loss: what is to be least of some centers.
        tell: is told the number of each attempt, and its loss.
    """
    random = np.random.RandomState(SEED)
    seen = centers.weights > 0
    points, weights = centers.positions[seen], centers.weights[seen]
    if len(points) <= k:  # the others are no row's closest center
        first: np.ndarray = centers.positions[np.argsort(~seen, kind="stable")[:k]]
        return first
    best, least = centers.positions[:k], np.inf
    for attempt in range(attempts):
        found = lloyd.centers(points, weights, k, random)
        reached = loss(found)
        tell(attempt, reached)
        if reached < least:
            best, least = found, reached
    return best
