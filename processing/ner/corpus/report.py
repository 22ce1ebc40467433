"""What the job did, counted: the figures of each split, and ``report.json``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np

from .tags import NOT_OWNED, Labels
from .windows import Rows

LONGEST = 4096  # lengths from here on are counted together


@dataclass
class Figures:
    """The counts of one split, added up block by block."""

    labels: Labels
    sentences: int = 0
    windows: int = 0
    without_tokens: int = 0  # sentences of which the tokenizer makes nothing
    cut: int = 0
    divided: int = 0
    shortened: int = 0
    units: np.ndarray = field(init=False)  # of each label
    lengths: np.ndarray = field(default_factory=lambda: np.zeros(LONGEST + 1, dtype=np.int64))

    def __post_init__(self) -> None:
        self.units = np.zeros(len(self.labels.names), dtype=np.int64)

    def add(self, rows: Rows, lengths: np.ndarray) -> None:
        """Count the rows of sentences of ``lengths`` sub-tokens."""
        self.sentences += len(lengths)
        self.windows += len(rows.sentence)
        self.without_tokens += int((lengths == 0).sum())
        self.cut += rows.cut
        self.divided += rows.divided
        self.shortened += rows.shortened
        # + 100 turns NOT_OWNED into 0: counting all is faster than picking the owned ones.
        counts = np.bincount(rows.labels - NOT_OWNED, minlength=len(self.units) - NOT_OWNED)
        self.units += counts[-NOT_OWNED:]
        self.lengths += np.bincount(np.minimum(lengths, LONGEST), minlength=LONGEST + 1)

    @property
    def entities(self) -> dict[str, int]:
        """Entities of each type, by their B- labels."""
        return dict(zip(self.labels.types, map(int, self.units[1::2]), strict=True))

    def as_dict(self) -> dict[str, Any]:
        total = int(self.lengths.sum())
        below = np.cumsum(self.lengths)
        subtokens = int((self.lengths * np.arange(LONGEST + 1)).sum())

        def share(part: float) -> int:
            return int(np.searchsorted(below, part * total))

        return {
            "sentences": self.sentences,
            "sentences_without_tokens": self.without_tokens,
            "windows": self.windows,
            "sentences_cut": self.cut,
            "entities_longer_than_a_window": self.divided,
            "units_longer_than_a_window": self.shortened,
            "units": int(self.units.sum()),
            "entities": self.entities,
            "labels": dict(zip(self.labels.names, map(int, self.units), strict=True)),
            "subtokens_per_sentence": {
                "mean": round(subtokens / total, 2) if total else 0,
                "p50": share(0.5),
                "p95": share(0.95),
                "p99": share(0.99),
                "most": int(np.flatnonzero(self.lengths).max()) if total else 0,
            },
        }


def unseen(figures: dict[str, Figures]) -> list[str]:
    """A warning for each type that validation or test holds and training does not.

    Such a type keeps its label. The model cannot learn it, so that every entity of it counts as
    missed: leaving them out, or calling them O, would flatter the figures.
    """
    trained = figures["train"].entities
    return [
        f"{split} holds {count} entities of the type {kind!r}, which training never shows: the "
        "model cannot find them, and its evaluation counts each as missed"
        for split in ("validation", "test")
        for kind, count in figures[split].entities.items()
        if count and not trained[kind]
    ]
