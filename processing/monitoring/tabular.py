"""Reads exchanges about rows of a table: CSV, JSON or JSON lines asked, a line or a value a row answered.

Columns are numbered ("input 1", …), or have the names that a row of JSON gives; what is answered is "prediction".
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from .captures import Exchange, Message
from .columns import Columns

PREDICTION = "prediction"
MOST = 20_000  # rows of an evaluation that a baseline is made of


def columns(exchanges: Iterable[Exchange]) -> Columns:
    """What was asked and answered. A request or response that cannot be read as a table has no row."""
    found = Columns()
    for exchange in exchanges:
        asked = rows(exchange.request)
        for row in asked:
            see(found, row)
        told = rows(exchange.response)
        for value in told:
            predict(found, value)
        found.rows += max(len(asked), len(told))
    return found


def evaluated(rows: Sequence[Sequence[Any]], predictions: Sequence[Any]) -> Columns:
    """What an evaluation saw, as an endpoint is asked and answers: for its baseline. Of many rows, some evenly taken."""
    found = Columns()
    step = max(1, -(-max(len(rows), len(predictions)) // MOST))
    for row in rows[::step]:
        see(found, row)
    for value in predictions[::step]:
        predict(found, value)
        found.rows += 1
    return found


def see(found: Columns, row: Any) -> None:
    """A row as it was asked about: its cells in their order, or by their names."""
    if isinstance(row, dict):
        for name, value in row.items():
            found.cell(str(name), value)
    else:
        for number, value in enumerate(row if isinstance(row, (list, tuple)) else [row], 1):
            found.cell(f"input {number}", value)


def predict(found: Columns, value: Any) -> None:
    """What was answered about one row: a value, or the first of several, or a score by its name."""
    if isinstance(value, dict):
        for name, one in value.items():
            if not isinstance(one, (list, dict)):
                found.cell(f"{PREDICTION} {name}", one)
        return
    found.cell(PREDICTION, value[0] if isinstance(value, (list, tuple)) and value else value)


def rows(message: Message | None) -> Sequence[Any]:
    """The rows of a request, or the values of a response; none of what is no table."""
    if message is None:
        return []
    try:
        text = message.body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return []
    kind = message.kind
    try:
        if "jsonlines" in kind or "ndjson" in kind:
            return [json.loads(line) for line in text.splitlines() if line.strip()]
        if "json" in kind:
            return _of_json(json.loads(text))
    except (ValueError, RecursionError):  # of brackets in brackets
        return []
    try:
        return _without_header([row for row in csv.reader(io.StringIO(text, newline="")) if row])
    except csv.Error:  # such as a cell beyond its limit
        return []


def _of_json(content: Any) -> Sequence[Any]:
    if isinstance(content, dict):
        for value in content.values():
            if isinstance(value, list):
                return value
        return [content]
    return content if isinstance(content, list) else [content]


def _without_header(table: list[list[str]]) -> list[list[str]]:
    """A first line without any number, above lines that have some, is a header."""
    if len(table) > 1 and not any(map(_is_number, table[0])) and any(map(_is_number, table[1])):
        return table[1:]
    return table


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True
