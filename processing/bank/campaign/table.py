"""A table in memory, each column as its distinct cells and one number a row: small at a million rows.

It knows the places of its rows in the files. What cells mean is for others to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Dict

import numpy as np

from . import header
from .problems import JobProblem, Tolerance
from .rows import Rows
from .sources import Source

_BLOCK = 65_536  # rows turned into columns at a time


@dataclass(frozen=True)
class Column:
    """``cells`` are the texts, stripped (two may be alike then); ``codes`` int32 [rows] says which."""

    cells: list[str]
    codes: np.ndarray

    def counts(self, rows: np.ndarray) -> np.ndarray:
        """int64 [cells]: how often each is in ``rows``."""
        counted: np.ndarray = np.bincount(self.codes[rows], minlength=len(self.cells))
        return counted

    def rows_with(self, cells: Sequence[bool]) -> np.ndarray:
        """int64: the rows whose cell is marked in ``cells``."""
        found: np.ndarray = np.flatnonzero(np.array(cells, dtype=bool)[self.codes])
        return found


@dataclass(frozen=True)
class Table:
    """The rows of all files, one after another."""

    header: list[str]
    columns: dict[str, Column]
    files: list[str]
    starts: np.ndarray  # int64 [files]: the row at which each begins
    lines: np.ndarray  # int32 [rows]: the line of each in its file

    def __len__(self) -> int:
        return len(self.lines)

    def position(self, row: int) -> tuple[str, int]:
        """The file and the line of a row."""
        file = int(np.searchsorted(self.starts, row, side="right")) - 1
        return self.files[file], int(self.lines[row])


def read(sources: Sequence[Source], label: str, tolerance: Tolerance) -> Table:
    """Read files that have the same columns, in any order.

    Raises:
        JobProblem: a header differs or lacks the label, or a file cannot be read.
        RowProblem: a row is ragged, where ``tolerance`` skips none.
    """
    first: list[str] = []
    codes: dict[str, _Codes] = {}
    lines: list[np.ndarray] = []
    starts: list[int] = []
    total = 0
    for source in sources:
        starts.append(total)
        with source.path.open(encoding="utf-8-sig", newline="") as text:
            rows = Rows(text, source.name, [label])
            if label not in rows.header:
                raise header.without_label(source.name, rows.header, label)
            if not first:
                first = rows.header
                codes = {name: _Codes() for name in first}
            _check(rows.header, source.name, first, sources[0].name)
            block: list[list[str]] = []
            numbers: list[int] = []
            for cells in rows.tolerant(tolerance.meet):
                block.append(cells)
                numbers.append(rows.line)
                if len(block) == _BLOCK:
                    _keep(codes, rows.header, block)
            _keep(codes, rows.header, block)
        lines.append(np.array(numbers, dtype=np.int32))
        total += len(numbers)
    return Table(
        header=first,
        columns={name: column.column() for name, column in codes.items()},
        files=[source.name for source in sources],
        starts=np.array(starts, dtype=np.int64),
        lines=np.concatenate(lines),
    )


def _keep(codes: dict[str, _Codes], columns: list[str], block: list[list[str]]) -> None:
    """Append rows to the columns and empty the block."""
    for name, cells in zip(columns, zip(*block)):
        codes[name].extend(cells)
    block.clear()


def _check(columns: list[str], name: str, first: list[str], first_name: str) -> None:
    for wide, its_name, narrow, other_name in (
        (first, first_name, columns, name),
        (columns, name, first, first_name),
    ):
        more = [column for column in wide if column not in narrow]
        if more:
            raise JobProblem(
                f"{other_name} lacks {', '.join(more)}, which {its_name} has: all files must have "
                "the same columns"
            )


class _Codes(Dict[str, int]):
    """Numbers cells as they turn up."""

    def __init__(self) -> None:
        super().__init__()
        self._blocks: list[np.ndarray] = [np.empty(0, dtype=np.int32)]

    def __missing__(self, cell: str) -> int:
        code = self[cell] = len(self)
        return code

    def extend(self, cells: Sequence[str]) -> None:
        self._blocks.append(np.fromiter(map(self.__getitem__, cells), np.int32, len(cells)))

    def column(self) -> Column:
        return Column([cell.strip() for cell in self], np.concatenate(self._blocks))
