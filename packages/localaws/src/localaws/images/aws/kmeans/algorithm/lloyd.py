"""Lloyd's method on a few points: how K-Means makes its many centers the k that are asked for.

K-Means++ is scikit-learn's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from sklearn.cluster import kmeans_plusplus

from .distances import closest

RANDOM, PLUS_PLUS = "random", "kmeans++"


@dataclass(frozen=True)
class Lloyd:
    """How the method runs.

    Attributes:
        tolerance: it ends where the sum of squared distances falls by no more than this part of itself.
    """

    most_iterations: int
    tolerance: float
    init_method: str

    def centers(
        self, points: np.ndarray, weights: np.ndarray, k: int, random: np.random.RandomState
    ) -> np.ndarray:
        """So many centers of weighted points."""
        found = initial(points, k, self.init_method, random, weights)
        before = np.inf
        for _ in range(self.most_iterations):
            nearest, distances = closest(points, found)
            total = float(weights @ distances**2)
            found = _means(points, weights, nearest, found)
            if before - total <= self.tolerance * total:
                break
            before = total
        return found


def initial(
    points: Any,
    count: int,
    method: str,
    random: np.random.RandomState,
    weights: np.ndarray | None = None,
) -> np.ndarray:
    """Some of the points, chosen by a method of this name: of (count, columns)."""
    if method == PLUS_PLUS:
        chosen, _ = kmeans_plusplus(points, count, sample_weight=weights, random_state=random)
    else:
        chosen = points[random.choice(points.shape[0], count, replace=False)]
    dense: np.ndarray = np.asarray(
        chosen if isinstance(chosen, np.ndarray) else chosen.todense(), np.float64
    )
    return dense


def _means(
    points: np.ndarray, weights: np.ndarray, nearest: np.ndarray, centers: np.ndarray
) -> np.ndarray:
    """The mean of each center's points; a center without any stays where it is."""
    totals = np.bincount(nearest, weights, len(centers))
    sums = np.zeros_like(centers)
    np.add.at(sums, nearest, points * weights[:, None])
    filled = totals > 0
    moved = centers.copy()
    moved[filled] = sums[filled] / totals[filled, None]
    return moved
