"""Columns of rows of CSV, taken by their commas alone, many times as fast as field by field. Pure.

For rows without a quote: in them every comma ends a field. A million rows are cut so, and what cannot be
(a quote, a row that is too short) is no fault here: it has to be looked at field by field, by ``data_processing``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from localaws.jobs.transform.json_path import Indexes, JsonPath

QUOTE = ord('"')  # a number is found twenty times as fast as a text
_FARTHEST = 1 << 16  # columns that are counted from either end of a row


@dataclass(frozen=True)
class Columns:
    """What a path takes of a row.

    Attributes:
        left: so many columns are looked at from the left;
        right: so many from the right.
        taken: what is taken, in the path's order: columns from the left by 0, 1, 2 …, from the right by
            -1, -2 …, and ``left`` for all between them.
    """

    left: int
    right: int
    taken: tuple[int, ...]

    def of(self, row: bytes) -> bytes | None:
        """The columns of a row without its line end; None where they cannot be had so."""
        if QUOTE in row:
            return None
        cells = row.split(b",", self.left)
        if self.right:
            cells += cells.pop().rsplit(b",", self.right)
        missing = self.left + self.right + 1 - len(cells)
        if missing and (missing > 1 or self.left in self.taken):
            return None
        if len(self.taken) == 1:
            return cells[self.taken[0]]
        return b",".join([cells[index] for index in self.taken])

    def of_all(self, rows: Sequence[bytes]) -> list[bytes] | None:
        """Those of every row; None where those of one cannot be had so."""
        found: list[bytes] = []
        for row in rows:
            taken = self.of(row)
            if taken is None:
                return None
            found.append(taken)
        return found


def columns(path: JsonPath) -> Columns | None:
    """What a path by index takes; None where that is everything, nothing, or not settled by counting."""
    match path.steps:
        case (Indexes(numbers),):
            return _counted(numbers)
        case (slice(start=start, stop=end),):
            start = start or 0
            if start >= 0 and (end is None or end < 0):
                return _all_but(start, -(end or 0))
            if start < 0 and end is None:
                end = 0
            elif start < 0 <= (end or 0):  # it depends on how many there are
                return None
            if end is not None and end - start <= _FARTHEST:
                return _counted(range(start, end))
    return None


def _counted(numbers: Sequence[int]) -> Columns | None:
    left = max((number + 1 for number in numbers if number >= 0), default=0)
    right = max((-number for number in numbers if number < 0), default=0)
    return Columns(left, right, tuple(numbers)) if 0 < max(left, right) <= _FARTHEST else None


def _all_but(left: int, right: int) -> Columns | None:
    return Columns(left, right, (left,)) if 0 < max(left, right) <= _FARTHEST else None
