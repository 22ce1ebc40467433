"""The command ``prepare``: rows to a training and a test split, by what each row says."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from fractions import Fraction
from pathlib import Path

import numpy as np
from evaluating.splits import Shares, content, divide
from tree.table import Table, read_channel

SPLITS = ("train", "test")


def prepare(data: Path, output: Path, test_fraction: Fraction) -> str:
    """Write ``<split>/<split>.csv`` of each split; the sentence that says how many rows each has.

    Raises:
        TableError: there is no row, or one cannot be read.
        Unusable: a split would be empty, or the fraction is none.
    """
    shares = Shares(Fraction(0), test_fraction)
    table = read_channel(data)
    rows = divide([_content(row) for row in table.features], shares)
    for name in SPLITS:
        _write(output / name / f"{name}.csv", table, rows[name])
    return f"Rows: {', '.join(f'{name} {len(rows[name]):,}' for name in SPLITS)}."


def _content(row: np.ndarray) -> bytes:
    """The numbers, however they were written; without the label, so that a corrected row stays where it is."""
    cells: bytes = content(str(number + 0) for number in row)  # -0 is 0
    return cells


def _write(path: Path, table: Table, rows: Iterable[int]) -> None:
    """The file gets its name when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_name(f".{path.name}.unfinished")
    with unfinished.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows(
            [table.labels[row], *map(str, table.features[row])] for row in rows
        )
    unfinished.replace(path)
