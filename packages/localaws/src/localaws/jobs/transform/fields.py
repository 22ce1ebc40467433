"""The fields of a CSV row, as they are written: quotes stay, so that what is copied stays the same. Pure.

RFC 4180: a field is quoted where it has a comma or a quote, and a quote within is doubled.
"""

from __future__ import annotations

import re

_FIELD = re.compile(r'"(?:[^"]|"")*"|[^,"]*')


class NotCsv(ValueError):
    """The text is no row of fields."""


def fields(row: str) -> list[str]:
    """The fields of a row.

    Raises:
        NotCsv: a quote is where none can be.
    """
    if '"' not in row:
        return row.split(",")
    at, found = 0, []
    while True:
        field = _FIELD.match(row, at)
        assert field is not None  # it matches the empty text
        found.append(field.group())
        at = field.end()
        if at == len(row):
            return found
        if row[at] != ",":
            raise NotCsv(f"a quote is out of place at character {at + 1}")
        at += 1


def row(values: list[str]) -> str:
    return ",".join(values)
