"""Which of some centers is closest to each row, and how far: dense and sparse rows, in double precision."""

from __future__ import annotations

from typing import Any

import numpy as np
from scipy.sparse import issparse

AT_ONCE = 1 << 22  # distances that are in memory together


def closest(rows: Any, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The number of each row's closest center, and its Euclidean distance from it."""
    size = max(1, AT_ONCE // len(centers))
    parts = [_closest(rows[at : at + size], centers) for at in range(0, rows.shape[0], size)]
    if not parts:
        return np.empty(0, np.int64), np.empty(0)
    nearest, distances = (np.concatenate(part) for part in zip(*parts, strict=True))
    return nearest, distances


def mean_square_distance(rows: Any, centers: np.ndarray) -> float:
    """The mean of the squared distances of rows from their closest center."""
    _, distances = closest(rows, centers)
    return float(np.mean(distances**2))


def _closest(rows: Any, centers: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    double = rows.astype(np.float64)
    # Of the squared distance what differs between centers: the row's own square is the same for all.
    differing = (centers**2).sum(axis=1) - 2 * np.asarray(double @ centers.T)
    nearest = differing.argmin(axis=1)
    if not issparse(double):
        return nearest, np.linalg.norm(double - centers[nearest], axis=1)
    squares = np.asarray(double.multiply(double).sum(axis=1)).ravel()
    least = differing[np.arange(len(nearest)), nearest]
    return nearest, np.sqrt(np.maximum(squares + least, 0))
