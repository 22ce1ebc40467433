"""Raw customers to features, by an encoding that is fitted already.

It runs on the machine of whoever asks an endpoint: standard library only, and quick to import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TextIO

from . import header
from .encoding import Encoding, Feature, NotANumber
from .problems import JobProblem, bad_number
from .rows import Rows

_INPUT = "the input"


@dataclass(frozen=True)
class Encoded:
    """Features of customers: CSV lines without label or header, and what was odd about them."""

    lines: list[str]
    unknown: dict[str, Counter[str]]  # column → category → rows
    ignored: list[str]  # columns that the encoding does not know


def encode(text: TextIO, encoding: Encoding) -> Encoded:
    """The features of rows with a header, in the rows' order. Nothing is fitted.

    Raises:
        JobProblem: the header lacks a column, there is no row, a row is ragged or a number is none.
    """
    rows = Rows(text, _INPUT, encoding.columns)
    missing = [column for column in encoding.columns if column not in rows.header]
    if missing:
        alike = [other for name in missing for other in header.near(name, rows.header)]
        meant = f"; near: {header.listed(alike)}" if alike else ""
        raise JobProblem(
            f"the header of {_INPUT} lacks {header.listed(missing)}: every column but "
            f"{', '.join([encoding.label, *encoding.dropped])} is needed{meant}"
        )
    lines: list[int] = []
    table: list[list[str]] = []
    for cells in rows:
        lines.append(rows.line)
        table.append(cells)
    if not table:
        raise JobProblem(f"{_INPUT} has a header, but no row")
    columns = {
        name: [cell.strip() for cell in cells] for name, cells in zip(rows.header, zip(*table))
    }
    unknown: dict[str, Counter[str]] = {}
    pieces = []
    for feature in encoding.features:
        cells = columns[feature.column]
        pieces.append(_pieces(feature, cells, lines))
        strange = Counter(cell for cell in cells if not feature.knows(cell))
        if strange:
            unknown[feature.column] = strange
    known = {*encoding.columns, *encoding.dropped, encoding.label}
    ignored = [name for name in rows.header if name not in known]
    return Encoded([",".join(row) for row in zip(*pieces)], unknown, ignored)


def _pieces(feature: Feature, cells: Sequence[str], lines: Sequence[int]) -> list[str]:
    """The text of one feature for each cell; a distinct cell is encoded once."""
    made: dict[str, str] = {}
    for cell, line in zip(cells, lines):
        if cell not in made:
            try:
                made[cell] = feature.encode(cell)
            except NotANumber:
                raise bad_number(feature.column, cell, _INPUT, line) from None
    return [made[cell] for cell in cells]
