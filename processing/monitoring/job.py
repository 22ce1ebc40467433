"""The whole look: read, compare, and write what was found."""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Iterable
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from . import baseline, page
from .captures import Captures, Exchange
from .columns import Columns
from .judgement import Compared, Limits, judge, sentence
from .options import Options

VERDICT, DRIFT, REPORT = "verdict.json", "drift.json", "report.html"
_DRAWN = 60  # columns whose cells are written


def look(options: Options) -> str:
    """Compare, and leave ``drift.json``, ``report.html`` and the short ``verdict.json``; the sentence of the verdict.

    Raises:
        NoBaseline: the model's evaluation has left none.
    """
    _, known = baseline.read(options.baseline)
    captures = Captures(options.captured)
    seen = _reader(options)(captures.exchanges(options.since))
    limits = Limits(options.stability_limit, options.distance_limit, options.least_rows)
    verdict, compared = judge(seen, known, limits)
    told = sentence(verdict, seen, compared, limits)
    short = {
        "verdict": verdict,
        "sentence": told,
        "rows": seen.rows,
        "drifted": [one.name for one in compared if one.drifted][:20],
        "stability_index": max((one.stability for one in compared), default=0.0),
        "ks_distance": max((one.distance or 0.0 for one in compared), default=0.0),
    }
    whole = {
        "version": 1,
        **short,
        "broken": captures.broken,
        "since": datetime.fromtimestamp(options.since, timezone.utc).isoformat(),
        "limits": {
            "stability": limits.stability,
            "distance": limits.distance,
            "rows": limits.rows,
        },
        "columns": {one.name: _column(one, number) for number, one in enumerate(compared)},
    }
    options.output.mkdir(parents=True, exist_ok=True)
    _write(options.output / DRIFT, json.dumps(whole, indent=1, ensure_ascii=False) + "\n")
    _write(options.output / REPORT, page.page(whole))
    _write(options.output / VERDICT, json.dumps(short, ensure_ascii=False) + "\n")
    return told


def _reader(options: Options) -> Callable[[Iterable[Exchange]], Columns]:
    """What makes columns of exchanges: `columns` of the module that the options name."""
    module = importlib.import_module(options.reader)
    if hasattr(module, "prepared"):  # such as by loading the model that answers
        return module.prepared(options.model)  # type: ignore[no-any-return]
    return module.columns  # type: ignore[no-any-return]


def _column(one: Compared, number: int) -> dict[str, Any]:
    content = one.as_dict()
    if number >= _DRAWN:
        for name in ("cells", "expected", "observed"):
            del content[name]
    return content


def _write(path: Path, text: str) -> None:
    unfinished = path.with_name(f".{path.name}.unfinished")
    unfinished.write_text(text, encoding="utf-8")
    unfinished.replace(path)
