"""What can be read and is plausibly not what was meant: columns that would mislead a model.

Nothing here ends the job; each doubt is a warning in the log and in the report. Pure.
"""

from __future__ import annotations

import re

import numpy as np

from .encoding import Encoding
from .table import Column, Table

_FEW = 8  # rows, below which a pattern is chance
_MOST_VALUES = 20  # of a column that may repeat the label
_DECIMAL_COMMA = re.compile(r"[+-]?[0-9]+,[0-9]+")


def of(table: Table, encoding: Encoding, yes: np.ndarray, usable: np.ndarray) -> list[str]:
    """A sentence for each doubtful column. ``yes`` bool [rows]; ``usable`` int64: rows that count."""
    if len(usable) < _FEW:
        return []
    doubts = []
    for name in encoding.columns:
        column = table.columns[name]
        called = f"the column {name}" if name else "the column without a name"
        if _numbers_the_rows(column, usable):
            doubts.append(
                f"{called} numbers the rows and says nothing about a customer: take it out of the "
                "table, or the model learns from it"
            )
        elif _repeats_the_label(column, yes, usable):
            doubts.append(
                f"{called} says the same as {encoding.label} in every row: a model that is given the "
                "answer learns nothing else; take it out of the table unless it is known before the call"
            )
        elif _has_decimal_commas(column, usable):
            cell = next(cell for cell in column.cells if _DECIMAL_COMMA.fullmatch(cell))
            doubts.append(
                f"{called} has numbers with a decimal comma, such as {cell}, which are read as "
                "categories: write them with a point"
            )
    return doubts


def _numbers_the_rows(column: Column, usable: np.ndarray) -> bool:
    """Whether the cells count up by one from row to row, from 0 or 1."""
    codes = column.codes[usable]
    if len(np.unique(codes)) < len(codes):
        return False
    cells = [column.cells[code] for code in codes]
    first = cells[0]
    return first in ("0", "1") and cells == [str(n + int(first)) for n in range(len(cells))]


def _repeats_the_label(column: Column, yes: np.ndarray, usable: np.ndarray) -> bool:
    """Whether each of a few values goes with one answer only, and both answers have values."""
    codes = column.codes[usable]
    values, counts = np.unique(codes, return_counts=True)
    if not 2 <= len(values) <= _MOST_VALUES or counts.min() < 2:
        return False
    said_yes = np.bincount(codes, weights=yes[usable], minlength=len(column.cells))[values]
    one_answer = (said_yes == 0) | (said_yes == counts)
    return bool(one_answer.all() and (said_yes == 0).any() and (said_yes > 0).any())


def _has_decimal_commas(column: Column, usable: np.ndarray) -> bool:
    counts = column.counts(usable)
    with_comma = [bool(_DECIMAL_COMMA.fullmatch(cell)) for cell in column.cells]
    return bool(2 * counts[np.array(with_comma, dtype=bool)].sum() > len(usable))
