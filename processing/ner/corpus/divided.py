"""The sentences after the survey: read again, each with the split that it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .conll import Sentences
from .problems import Tolerance
from .sources import SPLITS, Source
from .spans import Record
from .splits import TRAIN, Cut, Plan, hashes, texts
from .survey import Reader, count


@dataclass(frozen=True)
class Corpus:
    """The files, and in which split each of their sentences is."""

    sources: list[Source]
    reader: Reader
    plan: Plan
    cut: Cut

    def blocks(self) -> Iterator[tuple[Sentences | list[Record], np.ndarray]]:
        """The usable sentences again, with the number of each one's split."""
        for source in self.sources:
            # The survey has met and counted every problem.
            for block in self.reader.read(source, Tolerance(skip=True)):
                if self.plan.is_cuttable(source):
                    yield block, self.cut.assign(hashes(block))
                else:
                    split = SPLITS.index(source.split or "train")
                    yield block, np.full(count(block), split, np.int8)

    def training_texts(self) -> Iterator[str]:
        """The sentences of the training split as running text."""
        for block, splits in self.blocks():
            for text, split in zip(texts(block), splits, strict=True):
                if split == TRAIN:
                    yield text
