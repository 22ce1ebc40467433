"""Rates that may be undefined: not a number where there is nothing to divide by."""

from __future__ import annotations

from typing import Union

import numpy as np

Numbers = Union[np.ndarray, float]


def over(part: Numbers, whole: Numbers) -> np.ndarray:
    """The shares, each of its whole; NaN of nothing."""
    parts, wholes = np.broadcast_arrays(np.asarray(part, float), np.asarray(whole, float))
    shares: np.ndarray = np.full(parts.shape, np.nan)
    np.divide(parts, wholes, out=shares, where=wholes != 0)
    return shares


def prf(right: Numbers, observed: Numbers, predicted: Numbers) -> np.ndarray:
    """Precision, recall and F1, one above the other: float64 [3, …]."""
    found: np.ndarray = np.stack(
        [
            over(right, predicted),
            over(right, observed),
            over(2 * np.asarray(right), np.asarray(observed) + np.asarray(predicted)),
        ]
    )
    return found


PRF = ("precision", "recall", "f1")


def mean(shares: np.ndarray) -> np.ndarray:
    """The mean over the last axis of those that are defined."""
    defined = ~np.isnan(shares)
    return over(np.where(defined, shares, 0).sum(axis=-1), defined.sum(axis=-1))
