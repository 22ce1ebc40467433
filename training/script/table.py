"""Reads rentals: CSV files of a folder, with a header, in the order of their time."""

from __future__ import annotations

import csv
from pathlib import Path

import torch
from network import COLUMNS, TARGET


def read(folder: Path) -> tuple[torch.Tensor, torch.Tensor]:
    """The columns, float32 [rows, columns], and the target, float32 [rows].

    Ends the program with a sentence where there are none, a column lacks or a cell is no number.
    """
    rows: list[list[float]] = []
    files = sorted(path for path in folder.glob("*.csv") if not path.name.startswith(("_", ".")))
    for file in files:
        with file.open(newline="", encoding="utf-8") as text:
            table = csv.DictReader(text)
            lacking = [name for name in (*COLUMNS, TARGET) if name not in (table.fieldnames or ())]
            if lacking:
                raise SystemExit(f"{file.name} has no column {', '.join(lacking)}.")
            for number, row in enumerate(table, 2):
                try:
                    rows.append([float(row[name]) for name in (*COLUMNS, TARGET)])
                except (TypeError, ValueError):
                    raise SystemExit(f"{file.name}, line {number}: a cell is no number.") from None
    if len(rows) < 10:
        raise SystemExit(f"There are {len(rows)} rows in {folder}, too few to train on.")
    whole = torch.tensor(rows)
    return whole[:, :-1], whole[:, -1]
