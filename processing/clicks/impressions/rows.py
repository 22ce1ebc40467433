"""Reads CSV with a header, row by row. What the columns mean is for others to know. Standard library only."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import TextIO

from .problems import JobProblem


class Rows:
    """The rows of a text that have as many cells as its header.

    Raises:
        JobProblem: there is no header, or it names a column twice.
    """

    def __init__(self, text: TextIO, name: str) -> None:
        self._name = name
        self._reader = csv.reader(text)
        self.header = [cell.strip() for cell in self._next() or []]
        if not any(self.header):
            raise JobProblem(f"{name} is empty: its first line should name the columns")
        twice = next((cell for cell in self.header if self.header.count(cell) > 1), None)
        if twice is not None:
            raise JobProblem(f"the header of {name} names the column {twice!r} twice")

    def __iter__(self) -> Iterator[list[str]]:
        """The rows; an empty line is none.

        Raises:
            JobProblem: one has more or fewer cells than the header.
        """
        while (cells := self._next()) is not None:
            if cells and len(cells) != len(self.header):
                raise JobProblem(
                    f"{self._name}, line {self._reader.line_num}: {len(cells)} cells, but the header "
                    f"names {len(self.header)} columns"
                )
            if cells:
                yield [cell.strip() for cell in cells]

    def _next(self) -> list[str] | None:
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise JobProblem(f"{self._name}, line {self._reader.line_num}: {error}") from error
        except UnicodeDecodeError as error:
            raise JobProblem(f"{self._name} is no UTF-8 text: save it as UTF-8") from error
