"""Tokenised sentences with labels: what both formats come to before windows are cut."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from .tags import NOT_OWNED


@dataclass(frozen=True)
class Annotated:
    """Sentences one after another, without special tokens.

    Attributes:
        ids: int32 [sub-tokens].
        labels: int16 [sub-tokens]; the label id on the first sub-token of each unit, else NOT_OWNED.
        lengths: int64 [sentences]; sub-tokens of each sentence, possibly 0.
    """

    ids: np.ndarray
    labels: np.ndarray
    lengths: np.ndarray

    def of(self, chosen: np.ndarray) -> Annotated:
        """The sentences that ``chosen`` (bool [sentences]) marks."""
        if chosen.all():
            return self
        subtokens: np.ndarray = np.repeat(chosen, self.lengths)
        return Annotated(self.ids[subtokens], self.labels[subtokens], self.lengths[chosen])

    def relabelled(self, order: np.ndarray) -> Annotated:
        """The same with each label id replaced by its entry in ``order``."""
        # One entry more for NOT_OWNED, which as an index counts from the end.
        table: np.ndarray = np.full(len(order) - NOT_OWNED, NOT_OWNED, dtype=np.int16)
        table[: len(order)] = order
        return Annotated(self.ids, table[self.labels], self.lengths)
