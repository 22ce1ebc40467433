"""The metrics of an ``evaluation.json`` as a table: the new model's, those of the one that serves, and the lead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from rich.text import Text

from stepline.columns import laid_out
from stepline.runs import figures
from stepline.runs.differences import score_of


def table(file: Path) -> Text | None:
    """The table, headed by how many rows were measured; None where the file has no metrics.

    Of docs/explanation/evaluation.md, which says what the file has; another's file may have anything.
    """
    try:
        content = json.loads(file.read_text(encoding="utf-8"))
    except ValueError:
        return None
    candidate = _metrics(content, "candidate")
    if not candidate:
        return None
    champion, lead = _metrics(content, "champion"), content.get("difference")
    differences = lead if isinstance(lead, dict) else {}
    rows = [("", "New model", *(("The one that serves", "Difference") if champion else ()))]
    for name, one in candidate.items():
        beside = (champion.get(name), differences.get(name)) if champion else ()
        rows.append((name, *(figures.score(score_of(each)) for each in (one, *beside))))
    shown = Text(
        f"On {content.get('rows', 'the')} rows of the test split; in brackets: between what in 95 of 100 "
        "drawings of them.\n"
    ).append_text(laid_out(rows))
    if problem := content.get("champion_problem"):
        shown.append(f"\nThe one that serves is not measured: {problem}")
    return shown


def _metrics(content: Any, model: str) -> Mapping[str, Any]:
    found = content.get(model) if isinstance(content, dict) else None
    metrics = found.get("metrics") if isinstance(found, dict) else None
    return metrics if isinstance(metrics, dict) else {}
