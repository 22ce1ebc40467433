"""Sentences of the validation and the test split that training has seen, sub-token for sub-token.

Such sentences flatter the figures. Keeps a number for each sentence, not the sentences.
"""

from __future__ import annotations

import numpy as np

from .annotated import Annotated
from .splits import TRAIN

SHORTEST = 8  # sub-tokens; shorter sentences are the same by nature ("See page 7 .")
_FACTOR = np.uint64(0x9E3779B97F4A7C15)


class Repetition:
    """Is shown the sentences of each split, and says how many were in training as well."""

    def __init__(self, splits: int) -> None:
        self._seen: list[list[np.ndarray]] = [[] for _ in range(splits)]

    def see(self, split: int, sentences: Annotated) -> None:
        self._seen[split].append(fingerprints(sentences))

    def shares(self) -> list[tuple[int, int]]:
        """Of each split: the sentences that training has too, and all; of training itself (0, all)."""
        none: np.ndarray = np.zeros(0, dtype=np.uint64)
        numbers = [np.concatenate([none, *parts]) for parts in self._seen]
        trained = np.unique(numbers[TRAIN])
        return [
            (0 if split == TRAIN else int(np.isin(own, trained).sum()), len(own))
            for split, own in enumerate(numbers)
        ]


def fingerprints(sentences: Annotated) -> np.ndarray:
    """uint64 [sentences of ``SHORTEST`` sub-tokens or more]: a number for each, of its ids in order."""
    lengths = sentences.lengths
    ends = np.cumsum(lengths)
    begins = ends - lengths
    positions = np.arange(len(sentences.ids)) - np.repeat(begins, lengths)
    longest = int(lengths.max()) if len(lengths) else 0
    factors = np.cumprod(np.full(longest, _FACTOR, dtype=np.uint64))
    # An id times an odd number of its position's own, mixed before they are added up.
    products = (sentences.ids.astype(np.uint64) + np.uint64(1)) * factors[positions]
    products ^= products >> np.uint64(29)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(products, dtype=np.uint64)])
    totals: np.ndarray = sums[ends] - sums[begins]
    long_enough: np.ndarray = totals[lengths >= SHORTEST]
    return long_enough
