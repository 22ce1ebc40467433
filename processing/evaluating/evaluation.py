"""``evaluation.json``: what the gate and the report read of an evaluation, and all that they read.

It is below 100 kB, so that a state machine can read it whole, and holds only finite numbers. A champion of
null is a first run's, unless ``champion_problem`` says why the one that serves could not be measured.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Protocol

from . import serving
from .curves import Curve
from .page import page
from .problems import Unusable
from .resampling import Interval, Key, Scores, compare
from .shortening import shortened

VERSION = 1
FILE, REPORT = "evaluation.json", "report.html"
MOST_BYTES = 100_000
_DIGITS = 6


class Described(Scores, Protocol):
    """Scores, with what a report shows besides."""

    def counts(self) -> dict[str, int]:
        """How many of the test split are of each type."""

    def table(self) -> tuple[list[str], list[list[int]]] | None:
        """The confusion table's labels and counts, where there is one."""

    def curves(self) -> list[Curve]:
        """Lines to plot."""


def evaluate(
    title: str,
    candidate: Described,
    champion: Described | None,
    champion_problem: str | None = None,
) -> dict[str, Any]:
    """The content of the file. ``champion_problem``: why the model that serves has no scores, although it is there
    (``serving.measured``); what the job was told of it in its environment is found without.

    Raises:
        Unusable: there is nothing to measure, or the two cannot be compared.
    """
    found = compare(candidate, champion)
    return {
        "version": VERSION,
        "title": title,
        "rows": len(candidate),
        "candidate": _model(candidate, found.candidate),
        "champion": _model(champion, found.champion) if champion else None,
        "champion_problem": None if champion else champion_problem or serving.told(),
        "difference": _metrics(found.difference),
    }


def _model(scores: Described, intervals: Mapping[Key, Interval]) -> dict[str, Any]:
    types: dict[str, dict[str, Any]] = {
        label: {"rows": count} for label, count in scores.counts().items()
    }
    for (label, metric), interval in intervals.items():
        if label:
            types.setdefault(label, {"rows": 0})[metric] = _rounded(interval)
    types, confusion = shortened(types, scores.table())
    return {
        "metrics": _metrics(intervals),
        "types": types,
        "confusion": confusion,
        "curves": [curve.as_dict() for curve in scores.curves()],
    }


def _metrics(intervals: Mapping[Key, Interval]) -> dict[str, Any]:
    return {metric: _rounded(one) for (label, metric), one in intervals.items() if not label}


def _rounded(interval: Interval) -> dict[str, float | None]:
    return {
        name: None if value is None or not math.isfinite(value) else round(value, _DIGITS)
        for name, value in interval.as_dict().items()
    }


def write(folder: Path, content: Mapping[str, Any]) -> None:
    """Both files, whole or not at all; ``evaluation.json`` is the last to get its name.

    Raises:
        Unusable: the content is too large for a state machine to read.
    """
    text = json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    size = len(text.encode("utf-8"))
    if size > MOST_BYTES:
        raise Unusable(
            f"{FILE} would have {size} bytes, but a state machine reads {MOST_BYTES} at most: shorten the "
            "names of the labels"
        )
    folder.mkdir(parents=True, exist_ok=True)
    files = {REPORT: page(content), FILE: text}
    unfinished = {name: folder / f".{name}.unfinished" for name in files}
    try:
        for name, path in unfinished.items():
            path.write_text(files[name], encoding="utf-8")
        for name, path in unfinished.items():
            path.replace(folder / name)
    finally:
        for path in unfinished.values():
            if path.exists():
                path.unlink()
