"""What differs between two runs, for people (``shown``) and for programs (``document``). Pure."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from rich.text import Text

from stepline.columns import laid_out
from stepline.durations import spoken
from stepline.runs import figures
from stepline.runs.differences import Comparison, MetricPair, Score
from stepline.runs.record import Record


def shown(found: Comparison) -> Text:
    """The runs side by side: who they are, how good, what differs; and what does not, in one line."""
    first, second = found.runs
    rows: list[tuple[str, str, str, str]] = [
        ("Run", first["run"], second["run"], ""),
        ("Execution", _execution(first), _execution(second), ""),
        ("Started", _started(first), _started(second), ""),
        ("Outcome", _outcome(first), _outcome(second), ""),
        ("Took", _took(first), _took(second), ""),
        ("Cost", figures.dollars(first.get("cost")), figures.dollars(second.get("cost")), ""),
    ]
    rows += [
        (pair.name, *map(figures.score, pair.scores), _remark(pair))  # type: ignore[misc]
        for pair in found.metrics
    ]
    parts = [laid_out(rows)]
    if found.differences:
        parts.append(Text("\nWhat differs", style="bold"))
        parts.append(laid_out(list(_differences(found))))
    else:
        parts.append(Text("\nNothing that made the two models differs.", style="bold"))
    if found.same:
        parts.append(Text(f"\nThe same in both: {', '.join(found.same)}.", style="dim"))
    return Text("\n").join(parts)


def _differences(found: Comparison) -> Iterator[tuple[str, str, str]]:
    """The values one below the other: a digest or a command is long."""
    for one in found.differences:
        first, second = map(_value, one.values)
        yield one.section, one.name, first
        yield "", "", f"→ {second}"


def _remark(pair: MetricPair) -> str:
    if pair.apart is None:
        return ""
    return "the intervals are apart" if pair.apart else "within each other's interval"


def _execution(record: Record) -> str:
    return str(record["execution"].get("name") or record["execution"].get("arn") or "—")


def _started(record: Record) -> str:
    return str(record["execution"].get("started") or "—")


def _took(record: Record) -> str:
    seconds = record["execution"].get("seconds")
    return spoken(float(seconds)) if isinstance(seconds, int | float) else "—"


def _outcome(record: Record) -> str:
    return str((record.get("outcome") or {}).get("name") or record.get("status") or "—")


def _value(value: Any) -> str:
    if value is None:
        return "—"
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def document(found: Comparison) -> dict[str, Any]:
    """The same for ``--json``: the values of the first run, then of the second."""
    return {
        "type": "comparison",
        "runs": [
            {
                "run": record["run"],
                "execution": record["execution"].get("arn"),
                "started": record["execution"].get("started"),
                "outcome": (record.get("outcome") or {}).get("name"),
                "seconds": record["execution"].get("seconds"),
                "cost": record.get("cost"),
            }
            for record in found.runs
        ],
        "same": list(found.same),
        "differences": [
            {"section": one.section, "name": one.name, "values": list(one.values)}
            for one in found.differences
        ],
        "metrics": [
            {
                "name": pair.name,
                "values": [_score(each) for each in pair.scores],
                "apart": pair.apart,
            }
            for pair in found.metrics
        ],
    }


def _score(score: Score | None) -> dict[str, Any] | None:
    return None if score is None else {"value": score.value, "low": score.low, "high": score.high}
