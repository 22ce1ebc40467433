"""Shuffles rows, by a seed, and divides them into training, validation and test."""

from __future__ import annotations

import numpy as np

from .shares import SPLITS, Shares


def divide(rows: np.ndarray, shares: Shares, seed: int) -> dict[str, np.ndarray]:
    """The rows of each split, shuffled. The same seed gives the same with every version of numpy.

    Raises:
        JobProblem: a split that is asked for would be empty.
    """
    train, validation, _ = shares.counts(len(rows))
    shuffled = np.random.RandomState(seed).permutation(rows)
    parts = np.split(shuffled, [train, train + validation])
    return dict(zip(SPLITS, parts))
