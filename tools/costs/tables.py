"""The two tables: what things cost, and how much of each a run or a month takes.

A wrong file ends in one sentence that names its line (`TableError`).
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipelines import prices as of_the_workflow

PRICES, ASSUMPTIONS = of_the_workflow.TABLE, Path(__file__).parent / "assumptions.csv"
ANY = "any"


class TableError(Exception):
    """A table cannot be read, or lacks a row. The message is one sentence for whoever wrote it."""


@dataclass(frozen=True)
class Price:
    """USD for one unit of an item. `part` is processing, training or endpoint where the price differs by it."""

    region: str
    item: str
    part: str
    unit: str
    usd: float
    date: str
    sure: bool
    source: str


@dataclass(frozen=True)
class Assumption:
    """How much of something one pipeline takes, or `any` of them."""

    pipeline: str
    what: str
    amount: float
    unit: str
    why: str


def prices(path: Path = PRICES) -> list[Price]:
    """The rows of a table of prices."""
    return [
        Price(
            row["region"],
            row["item"],
            row["part"] or ANY,
            row["unit"],
            _number(path, line, "usd", row["usd"]),
            row["date"],
            row["sure"] == "yes",
            row["source"],
        )
        for line, row in _rows(
            path, ("region", "item", "part", "unit", "usd", "date", "sure", "source")
        )
    ]


def assumptions(path: Path = ASSUMPTIONS) -> list[Assumption]:
    """The rows of a table of assumptions."""
    return [
        Assumption(
            row["pipeline"],
            row["what"],
            _number(path, line, "amount", row["amount"]),
            row["unit"],
            row["why"],
        )
        for line, row in _rows(path, ("pipeline", "what", "amount", "unit", "why"))
    ]


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise TableError(f"The table {path} cannot be read: {error}.") from error
    reader = csv.DictReader(text.splitlines())
    missing = [name for name in columns if name not in (reader.fieldnames or ())]
    if missing:
        raise TableError(
            f"The table {path} has no column {', '.join(missing)}; its columns are {', '.join(columns)}."
        )
    for row in reader:
        yield reader.line_num, {name: (row[name] or "").strip() for name in columns}


def _number(path: Path, line: int, column: str, text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = -1
    if not 0 <= number < float("inf"):
        raise TableError(f"{path}, line {line}: {column} is a number from 0 on, not {text!r}.")
    return number
