"""CSV without a header: rows of numbers with commas between, every row as long as the first.

NumPy reads it; where it stops, the text is looked through again for the line to blame.
"""

from __future__ import annotations

import io
import warnings
from typing import Any

import numpy as np

from .errors import FormatError

SNIPPET = 40  # characters of the data that an error quotes


def parse(data: Any) -> np.ndarray:
    """The numbers of a buffer, float32 of (rows, columns). Blank lines are no rows.

    Raises:
        FormatError: no row at all, a row longer or shorter than the first, or a cell that is no number; with
            its line.
    """
    text = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", errors="replace")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # that there are no rows
            numbers: np.ndarray = np.loadtxt(
                text, np.float32, comments=None, delimiter=",", ndmin=2
            )
    except ValueError as error:
        raise _blame(data) or FormatError(str(error)) from None
    if not numbers.size:
        raise FormatError("there are no rows")
    return numbers


def _blame(data: Any) -> FormatError | None:
    columns = None
    for line, text in enumerate(
        io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", errors="replace"), 1
    ):
        if not text.strip("\r\n"):
            continue
        cells = text.strip("\r\n").split(",")
        columns = columns or len(cells)
        if len(cells) != columns:
            return FormatError(f"it has {len(cells)} columns, the first row has {columns}", line)
        wrong = [(at, cell) for at, cell in enumerate(cells, 1) if not _is_number(cell)]
        if wrong and line == 1 and len(wrong) > len(cells) / 2:
            return FormatError(
                f"it looks like a header ({text.strip()[:SNIPPET]}); the first line must be data", 1
            )
        if wrong:
            at, cell = wrong[0]
            what = f"{cell[:SNIPPET]!r}, which is not a number" if cell.strip() else "empty"
            return FormatError(f"column {at} is {what}", line)
    return None


def _is_number(cell: str) -> bool:
    if "_" in cell or not cell.isascii():  # Python's own notations, no one else's
        return False
    try:
        float(cell)
    except ValueError:
        return False
    return True
