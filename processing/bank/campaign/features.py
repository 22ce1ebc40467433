"""Writes rows as features: the label first, no header, no index, the encoding's own text for each cell."""

from __future__ import annotations

import csv
from collections import Counter
from typing import TextIO

import numpy as np

from .encoding import Encoding
from .table import Table

_BLOCK = 65_536  # rows joined at a time


def write(
    file: TextIO, table: Table, encoding: Encoding, yes: np.ndarray, rows: np.ndarray
) -> None:
    """Write ``rows`` (numbers of rows, whose cells the encoding can all encode) in their order."""
    pieces = []
    for feature in encoding.features:
        column = table.columns[feature.column]
        made: np.ndarray = np.empty(len(column.cells), dtype=object)
        for code in np.flatnonzero(column.counts(rows)):
            made[code] = feature.encode(column.cells[code])
        pieces.append((made, column.codes))
    labels = np.array(["0", "1"], dtype=object)
    for start in range(0, len(rows), _BLOCK):
        block = rows[start : start + _BLOCK]
        texts = [labels[yes[block].astype(np.int64)]]
        texts += [made[codes[block]] for made, codes in pieces]
        file.writelines(f"{line}\n" for line in map(",".join, zip(*texts)))


def write_raw(file: TextIO, table: Table, rows: np.ndarray) -> None:
    """Write ``rows`` as they are, all columns under their names."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(table.header)
    columns = [table.columns[name] for name in table.header]
    cells = [np.array(column.cells, dtype=object)[column.codes[rows]] for column in columns]
    writer.writerows(zip(*cells))


def unknown_categories(
    table: Table, encoding: Encoding, rows: np.ndarray
) -> dict[str, Counter[str]]:
    """Of each column the categories in ``rows`` that the encoding does not know, with how many rows."""
    found: dict[str, Counter[str]] = {}
    for feature in encoding.features:
        column = table.columns[feature.column]
        counts = column.counts(rows)
        strange: Counter[str] = Counter()
        for code in np.flatnonzero(counts):
            if not feature.knows(column.cells[code]):
                strange[column.cells[code]] += int(counts[code])
        if strange:
            found[feature.column] = strange
    return found
