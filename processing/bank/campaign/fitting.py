"""Fits the encoding to the training split: which columns are numbers, and which categories there are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .encoding import Encoding, Feature
from .numerals import numeral
from .problems import JobProblem
from .table import Table

MOST_CATEGORIES = 1000  # of one column: more is a name or a number in disguise

# As in AWS's tutorial on this table: pdays is 999 for who was never contacted before.
_DERIVED = (
    Feature("no_previous_contact", "pdays", "indicator", ("999",)),
    Feature("not_working", "job", "indicator", ("retired", "student", "unemployed")),
)


def fit(table: Table, training: np.ndarray, label: str, dropped: Sequence[str]) -> Encoding:
    """The encoding of the table's columns: numbers first, then derived features, then categories.

    Only the rows ``training`` are looked at. A column is numeric where most of its cells are.

    Raises:
        JobProblem: a column has too many categories.
    """
    numbers: list[Feature] = []
    categories: list[Feature] = []
    for name, column in table.columns.items():
        if name == label or name in dropped:
            continue
        counts = column.counts(training)
        numeric = np.array([numeral(cell) is not None for cell in column.cells], dtype=bool)
        if 2 * counts[numeric].sum() > len(training):
            numbers.append(Feature(name, name, "number"))
            continue
        values = sorted({column.cells[code] for code in np.flatnonzero(counts)})
        if len(values) > MOST_CATEGORIES:
            raise JobProblem(
                f"the column {name} has {len(values)} different categories, and {MOST_CATEGORIES} "
                "is the most: name it in --drop"
            )
        categories.append(Feature(name, name, "categories", tuple(values)))
    derived = [
        feature
        for feature in _DERIVED
        if feature.column in table.columns and feature.column not in dropped
    ]
    if not numbers and not categories:
        raise JobProblem(f"the table has no column to learn from besides {label}")
    return Encoding((*numbers, *derived, *categories), label, tuple(dropped))
