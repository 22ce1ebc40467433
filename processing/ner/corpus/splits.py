"""Which split a sentence belongs to: what its file's name says, or a seeded share.

A split that has files of its own is exactly those. One that has none is cut from the training files,
or from all where no file names a split. Whether a sentence is cut out depends on the seed and on
its place among those sentences alone, so it needs no memory and comes out the same each time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .sources import Source, Split

TRAIN, VALIDATION, TEST = range(3)
_EXACT = 100_000  # up to so many sentences the shares are exact; beyond, chance is exact enough


@dataclass(frozen=True)
class Cut:
    """Divides numbered sentences by a hash in [0, 1): below ``test``, below ``validation``, rest."""

    seed: int
    test: float
    validation: float

    def assign(self, first: int, count: int) -> np.ndarray:
        """int8 [count]: the split of sentences first, first + 1, ..."""
        share = _hash(first, count, self.seed)
        chosen = np.select([share < self.test, share < self.validation], [TEST, VALIDATION], TRAIN)
        assigned: np.ndarray = chosen.astype(np.int8)
        return assigned


@dataclass(frozen=True)
class Plan:
    """Where the sentences of each file go.

    ``cut_splits`` are cut from the training sentences (of ``cuttable`` files) by shares.
    """

    cut_splits: tuple[Split, ...]
    fractions: tuple[float, float]  # validation, test; 0 for a split that has files of its own

    def is_cuttable(self, source: Source) -> bool:
        return source.split in (None, "train")

    def cut(self, sentences: int, seed: int) -> Cut:
        """The way to divide so many cuttable sentences: at least one for each split asked for."""
        validation, test = self.fractions
        if sentences > _EXACT:
            return Cut(seed, test, test + validation)
        if sentences < 3:
            return Cut(seed, 0.0, 0.0)  # too few to divide: all of them train
        shares = np.sort(_hash(0, sentences, seed))
        testing = max(round(test * sentences), 1) if test else 0
        validating = max(round(validation * sentences), 1) if validation else 0
        return Cut(seed, float(shares[testing]), float(shares[testing + validating]))


def plan(sources: list[Source], validation_fraction: float, test_fraction: float) -> Plan:
    """Decide from the files' names; the fractions count only for splits without files."""
    named = {source.split for source in sources}
    validation = 0.0 if "validation" in named else validation_fraction
    test = 0.0 if "test" in named else test_fraction
    shares: dict[Split, float] = {"validation": validation, "test": test}
    return Plan(tuple(split for split, share in shares.items() if share), (validation, test))


def _hash(first: int, count: int, seed: int) -> np.ndarray:
    """float64 [count] in [0, 1): the finalizer of SplitMix64 over the seed and the number."""
    state: np.ndarray = np.arange(first, first + count, dtype=np.uint64)
    with np.errstate(over="ignore"):
        for step in (np.uint64(seed), np.uint64(0)):
            state = state * np.uint64(0x9E3779B97F4A7C15) + step * np.uint64(0xD1342543DE82EF95)
            state = (state ^ (state >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
            state = (state ^ (state >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
            state ^= state >> np.uint64(31)
    share: np.ndarray = (state >> np.uint64(11)) * 2.0**-53
    return share
