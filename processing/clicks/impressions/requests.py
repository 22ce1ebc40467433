"""Raw impressions to features, by an encoding that is fitted already.

It runs on the machine of whoever asks an endpoint: standard library only, and quick to import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TextIO

from .encoding import Encoding
from .problems import JobProblem
from .rows import Rows

_INPUT = "the input"


@dataclass(frozen=True)
class Encoded:
    """CSV lines of features without a label, and by column the cells that have none, with their rows."""

    lines: list[str]
    unknown: dict[str, Counter[str]]


def encode(text: TextIO, encoding: Encoding) -> Encoded:
    """The features of rows with a header, in the rows' order. Nothing is fitted.

    Raises:
        JobProblem: the header lacks a column, there is no row, or a row is ragged.
    """
    rows = Rows(text, _INPUT)
    missing = [name for name in encoding.categories if name not in rows.header]
    if missing:
        raise JobProblem(
            f"the header of {_INPUT} lacks {', '.join(missing)}: every column but {encoding.label} is needed"
        )
    at = {name: rows.header.index(name) for name in encoding.categories}
    unknown: dict[str, Counter[str]] = {}
    lines = []
    for cells in rows:
        line = ["0"] * encoding.features
        for column, cell in _named(cells, at):
            number = encoding.feature(column, cell)
            if number is None:
                unknown.setdefault(column, Counter())[cell] += 1
            else:
                line[number] = "1"
        lines.append(",".join(line))
    if not lines:
        raise JobProblem(f"{_INPUT} has a header, but no row")
    return Encoded(lines, unknown)


def _named(cells: Sequence[str], at: dict[str, int]) -> Iterator[tuple[str, str]]:
    return ((column, cells[number]) for column, number in at.items())
