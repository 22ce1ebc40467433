"""Reads delimited text with a header, row by row: ``;`` or ``,``, quoted or not.

What the columns mean is for others to know. Standard library only.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Callable, TextIO

from .problems import JobProblem, RowProblem

Meet = Callable[[RowProblem], None]


class Rows:
    """The rows of a text, which is read once. ``header`` has the names of the columns.

    Raises:
        JobProblem: there is no header, or it names a column twice or none of ``expected``.
    """

    def __init__(self, text: TextIO, name: str, expected: Sequence[str]) -> None:
        self._name = name
        with _decoding(name):
            first = text.readline()
        delimiter = _delimiter(first)
        self.header = _header(first, delimiter, name, expected)
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


def _header(line: str, delimiter: str, name: str, expected: Sequence[str]) -> list[str]:
    cells = [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    if not set(expected) & set(cells):
        raise JobProblem(
            f"{name} has no header: the first line should name the columns, with "
            f"{_beginning(expected)} among them, but is {_beginning(cells) or 'empty'}"
        )
    twice = [cell for cell, count in Counter(cells).items() if count > 1]
    if twice:
        raise JobProblem(f"the header of {name} names the column {twice[0]!r} twice")
    return cells


def _beginning(cells: Sequence[str]) -> str:
    return ", ".join(cells[:3]) + (", …" if len(cells) > 3 else "")
