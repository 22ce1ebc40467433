"""Reads delimited text with a header, row by row: ``;`` or ``,``, quoted or not.

What the columns mean is for others to know. Standard library only.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Callable, TextIO

from . import header
from .problems import JobProblem, RowProblem

Meet = Callable[[RowProblem], None]


class Rows:
    """The rows of a text, which is read once. ``header`` has the names of the columns.

    A line that has one of the ``expected`` names is a header; without any it may be a row.

    Raises:
        JobProblem: there is no header, or it names a column twice.
    """

    def __init__(self, text: TextIO, name: str, expected: Sequence[str]) -> None:
        self._name = name
        with _decoding(name):
            first = text.readline()
        delimiter = _delimiter(first)
        cells = [cell.strip() for cell in next(csv.reader([first], delimiter=delimiter), [])]
        header.check(cells, first, name, expected)
        self.header = cells
        self._reader = csv.reader(text, delimiter=delimiter)

    def __iter__(self) -> Iterator[list[str]]:
        """The rows; RowProblem where one has more or fewer cells than the header."""
        return self.tolerant(_raise)

    def tolerant(self, meet: Meet) -> Iterator[list[str]]:
        """The rows with as many cells as the header; ``meet`` is told of the others.

        Raises:
            JobProblem: the text cannot be read on, as where a quote is never closed.
        """
        width = len(self.header)
        try:
            with _decoding(self._name):
                for cells in self._reader:
                    if len(cells) == width:
                        yield cells
                    elif cells:  # an empty line is no row
                        meet(self._ragged(len(cells)))
        except csv.Error as error:
            raise JobProblem(
                f"{self._name}, line {self.line}: {error}; is a quote never closed?"
            ) from error

    @property
    def line(self) -> int:
        """The line that was read last, counted from 1; the header is line 1."""
        return 1 + self._reader.line_num

    def _ragged(self, cells: int) -> RowProblem:
        plural = "" if cells == 1 else "s"
        reason = f"{cells} cell{plural}, but the header names {len(self.header)} columns"
        return RowProblem("wrong number of cells", reason, self._name, self.line)


def _raise(problem: RowProblem) -> None:
    raise problem


@contextmanager
def _decoding(name: str) -> Iterator[None]:
    try:
        yield
    except UnicodeDecodeError as error:
        raise JobProblem(f"{name} is no UTF-8 text: save it as UTF-8") from error


def _delimiter(line: str) -> str:
    """The one of ``;`` and ``,`` that makes more cells of a line."""
    return max(";,", key=lambda sign: len(next(csv.reader([line], delimiter=sign), [])))
