"""The rows of a log as features, by an encoding that is there already."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from .encoding import Encoding
from .log import Log
from .splits import Part

_NONE = -1


@dataclass(frozen=True)
class Features:
    """``ones`` int32 [rows, columns]: the feature that each column sets to 1, or -1 where it sets none."""

    ones: np.ndarray
    encoding: Encoding

    def of(self, part: Part) -> Iterator[list[int]]:
        """Of each row of a part the features that are 1, rising, as columns' features do."""
        for row in self.ones[part.rows].tolist():
            yield [number for number in row if number != _NONE]

    def unknown(self, part: Part) -> dict[str, int]:
        """By column, in how many rows of a part its cell has no feature; columns without such are left out."""
        counts = (self.ones[part.rows] == _NONE).sum(axis=0).tolist()
        return {name: n for name, n in zip(self.encoding.categories, counts, strict=True) if n}


def encode(log: Log, encoding: Encoding) -> Features:
    """Every row of the log. A distinct cell is looked up once."""
    numbers = []
    for name in encoding.categories:
        column = log.columns[name]
        found = (encoding.feature(name, cell) for cell in column.cells)
        table = np.array([_NONE if number is None else number for number in found], dtype=np.int32)
        numbers.append(table[column.codes])
    return Features(np.stack(numbers, axis=1), encoding)


def most_unknown(
    log: Log, encoding: Encoding, part: Part, column: str, most: int
) -> dict[str, int]:
    """The cells of a column that have no feature, the most frequent of a part first."""
    cells = log.columns[column].cells
    counted = Counter(
        {
            cells[code]: int(count)
            for code, count in enumerate(
                np.bincount(log.columns[column].codes[part.rows], minlength=len(cells))
            )
            if count and encoding.feature(column, cells[code]) is None
        }
    )
    return dict(counted.most_common(most))
