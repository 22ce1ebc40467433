"""CSV without a header: rows of numbers, every row as long as the first.

The quick way reads with Arrow, on all cores and with correctly rounded numbers. Where Arrow stops,
the exact way reads the same again row by row, and either says in which line what is wrong, or reads
what Arrow does not know, such as ``+1``. What column means what is not decided here.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterator
from typing import Any, NoReturn

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from .errors import FormatError

# By default SIGTERM makes Arrow give up what it reads: a job that is stopped meanwhile would fail.
pa.enable_signal_handlers(False)

DELIMITERS = ",;\t| "  # the first of them that the first line has, is the delimiter
MISSING = ("", "nan", "NaN", "NAN")
BLOCK = 16 << 20  # bytes that a thread parses at once
ROWS_TURNED = 2048  # from columns to rows at once: so many fit into a processor's cache
FIRST_LOOK = 1 << 14  # bytes in which the first line is sought at first
SNIPPET = 40  # characters of the data that an error quotes


def first_line(data: Any) -> str:
    """The first line of a buffer that is not blank, without its end; "" if there is none."""
    size = FIRST_LOOK
    while True:
        head = bytes(memoryview(data)[:size])
        line = next((text for _, text in _lines(head)), "")
        ended = head.lstrip(b"\r\n\xef\xbb\xbf")
        if size >= len(data) or b"\n" in ended or b"\r" in ended:
            return line
        size *= 8


def guess_delimiter(data: Any) -> str | None:
    """The delimiter of the first line; None where it has none of those that are known."""
    line = first_line(data).strip(" ")
    return next((delimiter for delimiter in DELIMITERS if delimiter in line), None)


def parse(data: Any, delimiter: str = ",", *, on_all_cores: bool = True) -> np.ndarray:
    """The numbers of a buffer, float32 of (rows, columns), row by row in memory.

    An empty cell and ``nan`` are missing: NaN. Blank lines are no rows, and all line ends are known.
    Not ``on_all_cores`` is for a caller who shares the cores out among several buffers.

    Raises:
        FormatError: no row at all, a row longer or shorter than the first, or a cell that is no
            number; with its line.
    """
    columns = len(_cells(first_line(data), delimiter))
    try:
        table = _read_with_arrow(data, delimiter, columns, on_all_cores)
    except pa.ArrowInvalid:
        return _parse_exactly(data, delimiter)
    numbers: np.ndarray = np.empty((table.num_rows, columns), np.float32)
    start = 0
    for batch in table.to_batches(max_chunksize=ROWS_TURNED):
        end = start + batch.num_rows
        turned = [column.to_numpy(zero_copy_only=False) for column in batch.columns]
        np.stack(turned, axis=1, out=numbers[start:end])
        start = end
    return numbers


def line_of_row(data: Any, row: int) -> int:
    """The line, from 1, that the row with this index, from 0, is in."""
    for index, (line, _) in enumerate(_lines(data)):
        if index == row:
            return line
    raise IndexError(row)


def _read_with_arrow(data: Any, delimiter: str, columns: int, on_all_cores: bool) -> pa.Table:
    names = [str(index) for index in range(columns)]
    return arrow_csv.read_csv(
        pa.BufferReader(pa.py_buffer(data)),
        read_options=arrow_csv.ReadOptions(
            column_names=names, block_size=BLOCK, use_threads=on_all_cores
        ),
        parse_options=arrow_csv.ParseOptions(delimiter=delimiter),
        convert_options=arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.float32()), null_values=list(MISSING)
        ),
    )


def _parse_exactly(data: Any, delimiter: str) -> np.ndarray:
    rows: list[list[float]] = []
    for line, text in _lines(data):
        cells = _cells(text, delimiter)
        if rows and len(cells) != len(rows[0]):
            raise FormatError(
                f"it has {_columns(len(cells))}, the first row has {len(rows[0])}", line
            )
        try:
            rows.append([_number(cell) for cell in cells])
        except ValueError:
            _refuse_text(cells, line, is_first=not rows, delimiter=delimiter)
    if not rows:
        raise FormatError("there are no rows")
    numbers: np.ndarray = np.array(rows, np.float32)
    return numbers


def _refuse_text(cells: list[str], line: int, *, is_first: bool, delimiter: str) -> NoReturn:
    texts = [(column, cell) for column, cell in enumerate(cells, 1) if not _is_number(cell)]
    if is_first and len(texts) > len(cells) / 2:
        names = delimiter.join(cells)[:SNIPPET]
        raise FormatError(
            f"it looks like a header ({names}…); the first line must be data, without names", line
        )
    column, cell = texts[0]
    raise FormatError(f"column {column} is {cell[:SNIPPET]!r}, which is not a number", line)


def _lines(data: Any) -> Iterator[tuple[int, str]]:
    """The lines of a buffer that are not blank, with their numbers."""
    stream = io.TextIOWrapper(io.BytesIO(data), "utf-8-sig", errors="replace")
    for number, line in enumerate(stream, 1):
        if text := line.rstrip("\n"):
            yield number, text


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


def _number(cell: str) -> float:
    text = cell.strip()
    if text in MISSING:
        return math.nan
    if "_" in text or not text.isascii():  # Python's own notations, no one else's
        raise ValueError(text)
    return float(text)


def _is_number(cell: str) -> bool:
    try:
        _number(cell)
    except ValueError:
        return False
    return True


def _columns(count: int) -> str:
    return "1 column" if count == 1 else f"{count} columns"
