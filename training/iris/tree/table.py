"""Reads CSV: rows of numbers, in a training file with a label before them. No header anywhere.

Whoever sent a bad file or request is told the line, the column and what stands there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from .failure import JobError

LARGEST = float(np.finfo(np.float32).max)  # the tree compares in single precision
_HEADER = " If this line is a header, remove it: there must be none."


class TableError(JobError):
    """The CSV is not as it must be. The message says where and what to do."""


@dataclass(frozen=True)
class Table:
    """What there is to learn from.

    Attributes:
        features: float32, one row for each line.
        labels: one string for each line.
    """

    features: np.ndarray
    labels: np.ndarray


def read_channel(folder: Path) -> Table:
    """All files of a channel, in the order of their names, as one table.

    Files and folders whose names begin with ``.`` or ``_``, such as the marker _SUCCESS, are none of them.

    Raises:
        TableError: no file, no rows, another number of columns than in the row before, a label
            that is empty, or a cell that is no number.
    """
    files = sorted(
        path
        for path in folder.rglob("*")
        if path.is_file() and not _is_marker(path.relative_to(folder))
    )
    if not files:
        raise TableError(f"The channel {folder.name!r} has no files: it needs CSV, label first.")
    labels: list[str] = []
    features: list[list[float]] = []
    for path in files:
        for where, (label, *cells) in _rows(path.read_bytes(), str(path.relative_to(folder))):
            if not label:
                raise TableError(f"{where}: there is no label in column 1.")
            if not cells:
                hint = _other_separator(label)
                raise TableError(f"{where}: there is a label only; numbers must follow it.{hint}")
            if features and len(cells) != len(features[0]):
                raise TableError(
                    f"{where}: {len(cells) + 1} columns, but {len(features[0]) + 1} in the rows "
                    "before."
                )
            if _stands_last(label, cells):
                raise TableError(
                    f"{where}: the label {cells[-1]!r} stands last, but must stand first: put the "
                    "last column before the others."
                )
            features.append(_numbers(cells, where, before=1))
            labels.append(label)
    if not labels:
        raise TableError(f"The channel {folder.name!r} has no rows: its files are empty.")
    return Table(np.array(features, dtype=np.float32), np.array(labels))


def _is_marker(inner: Path) -> bool:
    """Whether a file only tells of the data that lie beside it, such as `_SUCCESS` or a manifest, or is hidden."""
    hidden = any(part.startswith(("_", ".")) for part in inner.parts)
    return hidden or inner.name == "manifest.json" or inner.suffix == ".manifest"


def read_features(content: bytes, columns: int) -> np.ndarray:
    """The rows of a request, float32.

    Raises:
        TableError: no rows, another number of columns than ``columns``, a cell that is no number.
    """
    rows = []
    for where, cells in _rows(content):
        if len(cells) != columns:
            hint = " The label does not belong in a request." if len(cells) == columns + 1 else ""
            raise TableError(
                f"{where}: {_counted(len(cells))}, but the model was trained on {columns}.{hint}"
            )
        rows.append(_numbers(cells, where))
    if not rows:
        raise TableError("The body has no rows: rows of numbers are expected, separated by commas.")
    features: np.ndarray = np.array(rows, dtype=np.float32)
    return features


def _rows(content: bytes, source: str = "") -> Iterator[tuple[str, list[str]]]:
    """Each row that is not blank, after the words that say where it stands."""
    prefix = f"{source}, " if source else ""
    try:
        text = content.decode("utf-8-sig")  # spreadsheets write a byte order mark
    except UnicodeDecodeError as error:
        raise TableError(f"{source or 'The body'} is not text in UTF-8: {error.reason}.") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True, skipinitialspace=True)
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield f"{prefix}line {reader.line_num}", [cell.strip() for cell in cells]
    except csv.Error as error:
        raise TableError(f"{prefix}line {reader.line_num}: {error}.") from error


def _numbers(cells: Sequence[str], where: str, before: int = 0) -> list[float]:
    """The cells as numbers; ``before`` is how many columns come before them."""
    numbers = []
    for column, cell in enumerate(cells, before + 1):
        try:
            number = float(cell)
        except ValueError:
            number = float("nan")
        if "_" in cell:  # 1_000 is a number to Python, and to nobody else who reads the table
            number = float("nan")
        if not abs(number) <= LARGEST:
            hint = _HEADER if where.endswith("line 1") else ""
            raise TableError(f"{where}: column {column} must be a number, but is {cell!r}.{hint}")
        numbers.append(number)
    return numbers


def _stands_last(label: str, cells: Sequence[str]) -> bool:
    """Whether a row is numbers and then a word, as the famous table has it."""
    numbers = [_is_number(cell) for cell in (label, *cells)]
    return len(numbers) > 2 and all(numbers[:-1]) and not numbers[-1] and cells[-1] != ""


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _other_separator(cell: str) -> str:
    """What to say of a row that is one cell."""
    for sign, name in ((";", "a semicolon"), ("\t", "a tab"), (" ", "a space")):
        if len(cell.split(sign)) > 2:
            return f" Columns are divided by commas, and this line seems to be by {name}."
    return ""


def _counted(columns: int) -> str:
    return f"{columns} column" + ("" if columns == 1 else "s")
