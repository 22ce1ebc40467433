"""Fits the encoding: which categories there are. To the training split, and to nothing else.

The classic mistake is to fit it again, to the rows that are to be scored: category 17 is then another
site than the model was trained with, no dimension is wrong, no error is raised, and the scores say
nothing. Here ``fit`` takes rows of the type that only ``splits.divide`` makes for training.
"""

from __future__ import annotations

import numpy as np

from .encoding import Encoding
from .log import Log
from .problems import JobProblem
from .splits import Part, Training


def fit(log: Log, training: Training, label: str, min_rows: int) -> Encoding:
    """The categories that at least ``min_rows`` rows of the training split show, the most frequent first.

    Raises:
        JobProblem: the rows are no training split, or no column has such a category.
    """
    _only_training(training)
    categories: dict[str, tuple[str, ...]] = {}
    for name, column in log.columns.items():
        counts = np.bincount(column.codes[training.rows], minlength=len(column.cells))
        often = [code for code in np.argsort(-counts, kind="stable") if counts[code] >= min_rows]
        categories[name] = tuple(column.cells[code] for code in often)
    if not any(categories.values()):
        raise JobProblem(
            f"no category of any column is in {min_rows} of the {len(training)} rows to train on: "
            "there is nothing to learn from (--min-rows)"
        )
    return Encoding(label, categories)


def _only_training(part: Part) -> None:
    """Types are checked before a program runs, and this while it does."""
    if not isinstance(part, Training):
        raise JobProblem(
            f"the encoding cannot be fitted to the {part.name} split: it is fitted once, to the training "
            "split, and every other row is encoded by that one"
        )
