"""Scores of a model that finds entities in sentences: one is found where begin, end and type are all right.

Sentences are what is drawn anew for the intervals, since the entities of one hang together.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Tuple

import numpy as np

from .curves import Curve
from .problems import Unusable
from .rates import PRF, prf
from .resampling import Key

NONE = "(none)"
"""In the confusion table: no entity there."""

Entity = Tuple[int, int, str]
"""Where it begins, where it ends, its type."""


class Entities:
    """What each sentence holds and what the model found in it; the two have one entry a sentence."""

    def __init__(
        self,
        observed: Sequence[Sequence[Entity]],
        predicted: Sequence[Sequence[Entity]],
        types: Sequence[str] = (),
    ) -> None:
        """``types`` that the confusion table begins with; those that only occur come after them.

        Raises:
            Unusable: the two are not about the same sentences.
        """
        if len(observed) != len(predicted):
            raise Unusable(
                f"there are predictions for {len(predicted)} sentences, but the test split has {len(observed)}"
            )
        seen = {one[2] for part in (observed, predicted) for sentence in part for one in sentence}
        self.types = [*types, *sorted(seen.difference(types))]
        number = {name: index for index, name in enumerate(self.types)}
        self._sentences = len(observed)
        shape = (len(observed), len(self.types))
        self._right: np.ndarray = np.zeros(shape, np.int32)
        self._observed: np.ndarray = np.zeros(shape, np.int32)
        self._predicted: np.ndarray = np.zeros(shape, np.int32)
        none = len(self.types)
        self._table: np.ndarray = np.zeros((none + 1, none + 1), dtype=np.int64)
        for row, (true, found) in enumerate(zip(observed, predicted)):
            here = {(begin, end): number[name] for begin, end, name in true}
            there = {(begin, end): number[name] for begin, end, name in found}
            for index, name in here.items():
                guessed = there.get(index, none)
                self._observed[row, name] += 1
                self._right[row, name] += guessed == name
                self._table[name, guessed] += 1
            for index, name in there.items():
                self._predicted[row, name] += 1
                if index not in here:
                    self._table[none, name] += 1

    def __len__(self) -> int:
        return self._sentences

    def keys(self) -> list[Key]:
        return [("", name) for name in PRF] + [(one, name) for name in PRF for one in self.types]

    def measure(self, weights: np.ndarray) -> np.ndarray:
        counts = [weights @ part for part in (self._right, self._observed, self._predicted)]
        whole = prf(*(part.sum() for part in counts))
        measured: np.ndarray = np.concatenate([whole, prf(*counts).ravel()])
        return measured

    def curves(self) -> list[Curve]:
        return []

    def counts(self) -> dict[str, int]:
        """How many entities are of each type."""
        observed = self._observed.sum(axis=0)
        return {name: int(observed[number]) for number, name in enumerate(self.types)}

    def table(self) -> tuple[list[str], list[list[int]]] | None:
        """Entities by their type and the type found at exactly their index, or none."""
        return [*self.types, NONE], self._table.tolist()
