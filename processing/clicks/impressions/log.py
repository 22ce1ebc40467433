"""Reads a log: CSV with a header, all files of a folder in the order of their names, as one.

Each column is its distinct cells and one number a row, so that a million rows are small. What cells
mean is for others to know.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .problems import JobProblem
from .rows import Rows

_BLOCK = 65_536  # rows turned into columns at a time


@dataclass(frozen=True)
class Column:
    """``codes`` int32 [rows] says which of ``cells`` a row has."""

    cells: list[str]
    codes: np.ndarray


@dataclass(frozen=True)
class Log:
    """The rows of all files. ``clicked`` is bool [rows]; ``columns`` has all others, in order."""

    files: list[str]
    clicked: np.ndarray
    columns: dict[str, Column]

    def __len__(self) -> int:
        return len(self.clicked)


def read(data: Path, label: str) -> Log:
    """The log that lies in a folder, or is the one file.

    Raises:
        JobProblem: there is none, a header differs or lacks the label, or a row cannot be read.
    """
    files = _files(data)
    codes: dict[str, _Codes] = {}
    first: list[str] = []
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as text:
            rows = Rows(text, path.name)
            if not first:
                first = rows.header
                codes = {name: _Codes() for name in first}
                _check_label(first, label, path.name)
            if sorted(rows.header) != sorted(first):
                raise JobProblem(
                    f"{path.name} has the columns {', '.join(rows.header)}, but {files[0].name} has "
                    f"{', '.join(first)}: all files must have the same"
                )
            block: list[list[str]] = []
            for cells in rows:
                block.append(cells)
                if len(block) == _BLOCK:
                    _add(codes, rows.header, block)
            _add(codes, rows.header, block)
    columns = {name: one.column() for name, one in codes.items()}
    clicked = _clicked(columns.pop(label), label)
    if not len(clicked):
        raise JobProblem(f"there is a header, but no row, in {data}")
    return Log([path.name for path in files], clicked, columns)


def _files(data: Path) -> list[Path]:
    if data.is_file():
        return [data]
    found = sorted(
        path
        for path in data.rglob("*.csv")
        if path.is_file() and not any(p[0] in "._" for p in path.relative_to(data).parts)
    )
    if not found:
        raise JobProblem(f"there is no .csv file in {data}")
    return found


def _check_label(header: Sequence[str], label: str, name: str) -> None:
    if label not in header:
        raise JobProblem(
            f"the header of {name} has no column {label}, which says 1 where an ad was clicked and 0 where "
            f"not: the columns are {', '.join(header)}"
        )
    if len(header) < 2:
        raise JobProblem(f"{name} has no column to learn from besides {label}")


def _clicked(column: Column, label: str) -> np.ndarray:
    wrong = [cell for cell in column.cells if cell not in ("0", "1")]
    if wrong:
        row = int(np.flatnonzero(column.codes == column.cells.index(wrong[0]))[0])
        raise JobProblem(f"{label} is {wrong[0]!r} in row {row + 1} of the log, but must be 0 or 1")
    clicked: np.ndarray = np.array([cell == "1" for cell in column.cells], dtype=bool)[column.codes]
    return clicked


def _add(codes: dict[str, _Codes], header: list[str], block: list[list[str]]) -> None:
    """Append rows to the columns and empty the block."""
    for name, cells in zip(header, zip(*block, strict=True), strict=False):  # no rows, no columns
        codes[name].extend(cells)
    block.clear()


class _Codes(dict[str, int]):
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
        return Column(list(self), np.concatenate(self._blocks))
