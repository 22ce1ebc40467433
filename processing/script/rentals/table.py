"""Reads a table of hours: CSV files with a header, cells as they were written."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

from .problems import JobProblem

LARGEST = 3.4028234663852886e38  # the network computes in single precision
COLUMNS = ("hour", "workday", "temperature", "humidity", "wind")
TARGET = "rentals"


@dataclass(frozen=True)
class Hour:
    """The cells of ``COLUMNS``, and how many bicycles were rented, as they were written."""

    cells: tuple[str, ...]
    rentals: str

    @property
    def numbers(self) -> list[float]:
        return [float(cell) for cell in self.cells]


def read(folder: Path) -> list[Hour]:
    """The rows of all files, in the order of their names. What begins with "_" or "." is no data.

    Raises:
        JobProblem: there is none, a column lacks or a cell is no number.
    """
    hours: list[Hour] = []
    for path in sorted(folder.rglob("*.csv")):
        name = path.relative_to(folder)
        # Who writes with Spark has folders called so, with the files inside.
        if path.is_file() and not any(part.startswith(("_", ".")) for part in name.parts):
            hours += _read(path, name.as_posix())
    if not hours:
        raise JobProblem(
            f"there is no row in {folder}: the table is CSV, in files that end in .csv"
        )
    return hours


def _read(path: Path, name: str) -> list[Hour]:
    hours = []
    with path.open(newline="", encoding="utf-8-sig") as text:
        try:
            table = csv.DictReader(text)
            lacking = [each for each in (*COLUMNS, TARGET) if each not in (table.fieldnames or ())]
            if lacking:
                raise JobProblem(f"{name} has no column {', '.join(lacking)}")
            for row in table:
                if None in row:
                    raise JobProblem(
                        f"{name}, line {table.line_num}: more cells than the header names; a comma for a decimal "
                        "point makes two of one"
                    )
                cells = [
                    _number(row[each], each, name, table.line_num) for each in (*COLUMNS, TARGET)
                ]
                hours.append(Hour(tuple(cells[:-1]), cells[-1]))
        except UnicodeDecodeError as error:
            raise JobProblem(f"{name} is no UTF-8 text: save it as UTF-8") from error
        except csv.Error as error:
            raise JobProblem(f"{name}, line {table.reader.line_num}: {error}") from error
    return hours


def _number(cell: str | None, column: str, name: str, line: int) -> str:
    written = (cell or "").strip()
    try:
        # 1_000 is Python's, and of nobody else who reads the table.
        is_number = "_" not in written and abs(float(written)) <= LARGEST
    except ValueError:
        is_number = False
    if not is_number:
        raise JobProblem(f"{name}, line {line}: {column} is no number, but {written!r}")
    return written
