"""How far two distributions are apart, and how far they would be by chance. Pure.

The population stability index sums ``(p - q) ln(p / q)`` over the cells of a histogram; the Kolmogorov-Smirnov
distance is the greatest between two cumulative distributions. Of few rows both are large by chance alone, so each has a
bound that chance passes once in so many looks.
"""

from __future__ import annotations

import math

import numpy as np

_LEAST = 0.5  # counted into each cell, so that an empty one has a logarithm


def stability_index(expected: np.ndarray, observed: np.ndarray) -> float:
    """Of the counts of the same cells, [cells] each."""
    if len(expected) < 2:
        return 0.0
    p, q = (_shares(np.asarray(counts, np.float64)) for counts in (expected, observed))
    return float(((q - p) * np.log(q / p)).sum())


def _shares(counts: np.ndarray) -> np.ndarray:
    raised: np.ndarray = counts + _LEAST
    shares: np.ndarray = raised / raised.sum()
    return shares


def stability_by_chance(cells: int, expected: int, observed: int, once_in: float) -> float:
    """The index that two samples of one distribution pass once in so many times.

    Both are multinomial: the index times ``n m / (n + m)`` is about chi-squared with one degree less than cells.
    """
    if cells < 2 or not expected or not observed:
        return math.inf if cells >= 2 else 0.0
    return chi_squared(cells - 1, once_in) * (1 / expected + 1 / observed)


def chi_squared(degrees: int, once_in: float) -> float:
    """What chi-squared passes once in so many times (Wilson and Hilferty's approximation)."""
    part = 2 / (9 * degrees)
    return degrees * max(1 - part + _normal(once_in) * math.sqrt(part), 0.0) ** 3


def _normal(once_in: float) -> float:
    """What a standard normal variable passes once in so many times (Abramowitz and Stegun 26.2.23)."""
    tail = min(0.5, 1 / max(once_in, 2.0))
    t = math.sqrt(-2 * math.log(tail))
    over = 2.515517 + t * (0.802853 + t * 0.010328)
    return t - over / (1 + t * (1.432788 + t * (0.189269 + t * 0.001308)))


def distance(expected: np.ndarray, observed: np.ndarray) -> float:
    """Kolmogorov and Smirnov's, of two samples; 0 where one is empty."""
    if not len(expected) or not len(observed):
        return 0.0
    first, second = np.sort(expected), np.sort(observed)
    every = np.concatenate([first, second])
    below = np.searchsorted(first, every, side="right") / len(first)
    others = np.searchsorted(second, every, side="right") / len(second)
    return float(np.abs(below - others).max())


def distance_by_chance(expected: int, observed: int, once_in: float) -> float:
    """The distance that two samples of one distribution pass once in so many times, or less often."""
    if not expected or not observed:
        return math.inf
    return math.sqrt(math.log(2 * once_in) / 2 * (expected + observed) / (expected * observed))
