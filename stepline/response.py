"""Shows an endpoint's response: entities in place, a prediction beside its row, anything else as it is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Column
from rich.text import Text

from stepline.columns import laid_out
from stepline.entities import mark
from stepline.request import Request

WIDEST_ROW = 72  # characters of a row that are shown beside its prediction


def show(out: Console, request: Request, value: Any, rows: bool) -> None:
    """``value`` is the response: a JSON value, or a text; ``rows``: a prediction beside each."""
    if request.content_type == "text/plain" and isinstance(value, dict) and "entities" in value:
        out.print(mark(request.body.decode(), value["entities"]), soft_wrap=True)
        if not value["entities"]:
            out.print("(no entities found)", style="dim")
    elif rows and request.content_type == "text/csv" and (said := _lines(value)):
        out.print(beside(request.body.decode(), said), soft_wrap=True)
    else:
        show_as_it_came(value)


def show_as_it_came(value: Any) -> None:
    """The text, or the JSON value indented."""
    if isinstance(value, str):
        print(value.removesuffix("\n"))
    else:
        print(json.dumps(value, ensure_ascii=False, indent=2))


def beside(rows: str, predictions: Sequence[str]) -> Text:
    """Each row with its prediction; a first row that has none is the header."""
    asked, predicted = _lines(rows), list(predictions)
    if len(asked) == len(predicted) + 1:
        predicted.insert(0, "")
    shown = [row if len(row) <= WIDEST_ROW else row[: WIDEST_ROW - 1] + "…" for row in asked]
    rows_of_two = zip(shown, predicted, strict=False)
    return laid_out(rows_of_two, Column(style="dim"), Column(style="bold"))


def _lines(value: Any) -> list[str]:
    """A line for each row: of a text, of a list of numbers or words, or of the `predictions` that AWS's own
    algorithms answer; else none."""
    if isinstance(value, str):
        return [line.strip() for line in value.split("\n") if line.strip()]
    if isinstance(value, list) and all(isinstance(said, str | int | float) for said in value):
        return [said if isinstance(said, str) else _number(said) for said in value]
    predictions = value.get("predictions") if isinstance(value, dict) else None
    if not isinstance(predictions, list) or not all(isinstance(p, dict) for p in predictions):
        return []
    return ["  ".join(f"{name} {_number(said)}" for name, said in p.items()) for p in predictions]


def _number(value: Any) -> str:
    return f"{value:.4g}" if isinstance(value, float) else json.dumps(value)
