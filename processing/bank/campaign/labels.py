"""The label column: which customers said yes, and which rows say neither yes nor no."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from .problems import RowProblem, Tolerance
from .table import Table

LABEL = "y"
_NAMES = {"yes": True, "no": False}
_SHOWN = 5


def read_labels(table: Table, tolerance: Tolerance) -> tuple[np.ndarray, np.ndarray]:
    """Who said yes, bool [rows], and the rows that say one of the two, int64.

    Raises:
        RowProblem: a row says something else, where ``tolerance`` skips none.
    """
    column = table.columns[LABEL]
    wrong = column.rows_with([cell.lower() not in _NAMES for cell in column.cells])
    holds = _holds(column.cells) if len(wrong) == len(table) else ""
    for row in wrong:
        cell = column.cells[column.codes[row]]
        found = repr(cell) if cell else "empty"
        reason = f"{LABEL} is {found}, but must be yes or no{holds}"
        tolerance.meet(RowProblem("label neither yes nor no", reason, *table.position(row)))
    yes = np.array([_NAMES.get(cell.lower(), False) for cell in column.cells], dtype=bool)
    return yes[column.codes], np.setdiff1d(np.arange(len(table)), wrong, assume_unique=True)


def _holds(cells: Sequence[str]) -> str:
    """What a column holds that has no yes and no no: another coding of the answer, or another column."""
    values = sorted(set(cells))
    shown = ", ".join(repr(value) for value in values[:_SHOWN]) + (", …" * (len(values) > _SHOWN))
    return f" (no row says either: the column holds {shown})"
