"""The label column: which customers said yes, and which rows say neither yes nor no."""

from __future__ import annotations

import numpy as np

from .problems import RowProblem, Tolerance
from .table import Table

LABEL = "y"
_NAMES = {"yes": True, "no": False}


def read_labels(table: Table, tolerance: Tolerance) -> tuple[np.ndarray, np.ndarray]:
    """Who said yes, bool [rows], and the rows that say one of the two, int64.

    Raises:
        RowProblem: a row says something else, where ``tolerance`` skips none.
    """
    column = table.columns[LABEL]
    wrong = column.rows_with([cell.lower() not in _NAMES for cell in column.cells])
    for row in wrong:
        cell = column.cells[column.codes[row]]
        reason = f"{LABEL} is {cell!r}, but must be yes or no"
        tolerance.meet(RowProblem("label neither yes nor no", reason, *table.position(row)))
    yes = np.array([_NAMES.get(cell.lower(), False) for cell in column.cells], dtype=bool)
    return yes[column.codes], np.setdiff1d(np.arange(len(table)), wrong, assume_unique=True)
