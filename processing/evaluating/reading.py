"""Reads ``evaluation.json`` again, as it was written or as somebody has changed it by hand."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .problems import Unusable

_LARGEST = sys.float_info.max


def read(path: Path) -> dict[str, Any]:
    """The file's content.

    Raises:
        Unusable: there is none, or it is no evaluation.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        raise Unusable(f"there is no evaluation {path}: an evaluation job writes it") from error
    except ValueError as error:
        raise Unusable(f"{path} is no JSON: {error}") from error
    wrong = problem(content)
    if wrong:
        raise Unusable(f"{path} is no evaluation: {wrong}")
    checked: dict[str, Any] = content
    return checked


def problem(content: Any) -> str | None:
    """What the content lacks of an evaluation; None: nothing."""
    if not isinstance(content, Mapping):
        return "it must be an object"
    if content.get("version") != 1:
        return f"its version must be 1, but is {content.get('version')!r}"
    if not isinstance(content.get("rows"), int):
        return "rows must be a whole number"
    if not isinstance(content.get("candidate"), Mapping):
        return "candidate must be an object"
    for name in ("candidate", "champion"):
        model = content.get(name)
        if model is not None:
            wrong = _of_model(model)
            if wrong:
                return f"{name}.{wrong}"
    why = content.get("champion_problem")
    if why is not None and not isinstance(why, str):
        return f"champion_problem must be a text or null, but is {why!r}"
    return _of_metrics("difference", content.get("difference", {}))


def _of_model(model: Any) -> str | None:
    if not isinstance(model, Mapping):
        return "metrics is missing"
    wrong = _of_metrics("metrics", model.get("metrics"))
    types = model.get("types", {})
    if not isinstance(types, Mapping) or not all(
        isinstance(one, Mapping) for one in types.values()
    ):
        return wrong or "types must be an object of objects"
    for label, one in types.items():
        metrics = {name: value for name, value in one.items() if name != "rows"}
        wrong = wrong or _of_metrics(f"types.{label}", metrics)
    return wrong or _of_table(model.get("confusion")) or _of_curves(model.get("curves", []))


def _of_metrics(where: str, metrics: Any) -> str | None:
    if not isinstance(metrics, Mapping):
        return f"{where} must be an object"
    for name, one in metrics.items():
        if not isinstance(one, Mapping) or "value" not in one:
            return f'{where}.{name} must be an object with "value", "low" and "high"'
        for part in ("value", "low", "high"):
            if one.get(part) is not None and not _is_number(one[part]):
                return f"{where}.{name}.{part} must be a number or null, but is {one[part]!r}"
    return None


def _of_table(table: Any) -> str | None:
    if table is None:
        return None
    labels = table.get("labels") if isinstance(table, Mapping) else None
    counts = table.get("counts") if isinstance(table, Mapping) else None
    square = (
        isinstance(labels, list)
        and isinstance(counts, list)
        and len(counts) == len(labels)
        and all(isinstance(row, list) and len(row) == len(labels) for row in counts)
        and all(_is_number(count) for row in counts for count in row)
    )
    return None if square else "confusion must have as many rows and columns of counts as labels"


def _of_curves(curves: Any) -> str | None:
    if not isinstance(curves, list):
        return "curves must be a list"
    for curve in curves:
        points = (
            [*curve.get("points", []), *curve.get("chance", [])]
            if isinstance(curve, Mapping)
            else [None]
        )
        if not all(
            isinstance(point, list) and len(point) == 2 and all(map(_is_number, point))
            for point in points
        ):
            return "curves must be objects with points of two numbers each"
    return None


def _is_number(value: Any) -> bool:
    # NaN and Infinity, which Python's json takes, are none, nor is an integer beyond every float.
    return (
        isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) <= _LARGEST
    )
