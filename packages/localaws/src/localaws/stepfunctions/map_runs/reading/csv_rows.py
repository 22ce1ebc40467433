"""Rows of text with a delimiter, as objects of strings.

The rules are the developer guide's ("ItemReader", "CSV file in an Amazon S3 bucket"): quotation marks
enclose what holds delimiters and newlines and are doubled to be kept; a backslash escapes; fields that a
row lacks are empty, those that it has too many are skipped. Empty lines are no rows, lines of spaces are.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence

from localaws.stepfunctions.map_runs.reading.item import Unreadable

DELIMITERS = {"COMMA": ",", "PIPE": "|", "SEMICOLON": ";", "SPACE": " ", "TAB": "\t"}
_LARGEST_ITEM = 8 << 20  # what AWS reads, before an ItemSelector makes it smaller
_LARGEST_HEADER = 10 << 10

csv.field_size_limit(max(csv.field_size_limit(), _LARGEST_ITEM))


def rows(
    lines: Iterable[str], headers: Sequence[str] | None, delimiter: str = "COMMA"
) -> Iterator[dict[str, str]]:
    """An object for each row; ``headers`` None: the first row has them.

    Raises:
        Unreadable: while reading, where the text is none.
    """
    reader = csv.reader(
        lines, delimiter=DELIMITERS[delimiter], doublequote=True, escapechar="\\", strict=False
    )
    try:
        if headers is None:
            headers = next((row for row in reader if row), [])
        if sum(len(header.encode()) + 1 for header in headers) > _LARGEST_HEADER:
            raise Unreadable("The size of CSV header cannot exceed 10240 bytes.")
        for row in reader:
            if row:
                yield dict(zip(headers, _filled(row, len(headers)), strict=False))
    except csv.Error as error:
        raise Unreadable(f"The CSV file cannot be read: line {reader.line_num}: {error}.") from None


def _filled(row: list[str], length: int) -> list[str]:
    return row + [""] * (length - len(row))
