"""A pipeline's past executions, for people (``shown``) and for programs (``document``). Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.table import Column
from rich.text import Text

from stepline import advice
from stepline.as_json import moment, seconds
from stepline.columns import laid_out
from stepline.deployment import Deployment
from stepline.durations import spoken
from stepline.runs.items import Waiting
from stepline.runs.past import RUNNING, Past
from stepline.untold import Untold

GOOD = ("In service", "Transformed")
REUSED = "↺"
LONGEST_SENTENCE = 400


def shown(
    deployment: Deployment, found: Sequence[Past], untold: Untold | None, now: datetime
) -> Text:
    """A line for each execution, and below it, dim, the sentence that it ended with."""
    parts = []
    if untold:
        parts.append(Text(f"The records are not told: {untold.why}", style="yellow"))
    if not found:
        start = advice.command("start", deployment.pipeline, deployment.stage, "--watch")
        parts.append(Text(f"No execution yet. Start one: {start}"))
        return Text("\n").join(parts)
    table = laid_out(
        [
            ("", "Started", "Took", "Outcome", "Execution", "Steps"),
            *(_row(one, now) for one in found),
        ],
        *(Column(), Column(), Column(justify="right"), Column(), Column(), Column()),
    )
    head, *lines = table.split("\n", allow_blank=True)
    head.stylize("bold")
    parts.append(head)
    for one, line in zip(found, lines, strict=True):
        line.stylize(_colour(one), 0, 1)
        parts.append(line)
        if said := _said(one, deployment):
            parts.append(Text(f"   {said}", style="dim"))
    if any(step.reused_from for one in found for step in one.steps):
        parts.append(Text(f"{REUSED} reused from an earlier execution", style="dim"))
    return Text("\n").join(parts)


def _row(one: Past, now: datetime) -> tuple[str, ...]:
    took = spoken(((one.ended or now) - one.started).total_seconds())
    return (
        _mark(one),
        f"{one.started.astimezone():%Y-%m-%d %H:%M}",
        took if one.ended or one.status == RUNNING else "",
        _outcome(one),
        one.name,
        ", ".join(f"{REUSED} {step.name}" if step.reused_from else step.name for step in one.steps),
    )


def _outcome(one: Past) -> str:
    if one.waiting:
        return "Waiting"
    return one.outcome or one.status.replace("_", " ").capitalize()


def _mark(one: Past) -> str:
    if one.status == RUNNING:
        return "…"
    if one.status != "SUCCEEDED":
        return "✗"
    return "✓" if one.outcome is None or one.outcome in GOOD else "–"


def _colour(one: Past) -> str:
    return {"…": "cyan", "✗": "red", "✓": "green", "–": "yellow"}[_mark(one)]


def _said(one: Past, deployment: Deployment) -> str:
    """On one line: a cause may have several. With the numbers that decided, and how to decide."""
    sentence = " ".join((one.sentence or "").split())
    decided = str((one.decision or {}).get("sentence") or "")
    if decided not in sentence:
        sentence = f"{sentence} {decided}"
    if one.waiting:
        sentence = _waits(one.waiting, deployment)
    if len(sentence) > LONGEST_SENTENCE:
        sentence = sentence[: LONGEST_SENTENCE - 1] + "…"
    by = f"Started by {one.started_by}." if one.started_by else ""
    return " ".join(part for part in (sentence, by) if part)


def _waits(waiting: Waiting, deployment: Deployment) -> str:
    until = f" until {waiting.deadline:%Y-%m-%d %H:%M} UTC" if waiting.deadline else ""
    approve = advice.command(
        "approve", deployment.pipeline, deployment.stage, "--execution", waiting.name
    )
    return f"Waits for approval{until}: {approve}. {waiting.sentence or ''}"


def document(
    deployment: Deployment, found: Sequence[Past], untold: Untold | None
) -> dict[str, Any]:
    """The same for ``--json``: whole sentences, and where each record lies."""
    return {
        "type": "history",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "records_untold": untold.why if untold else None,
        "executions": [_listed(deployment, one) for one in found],
    }


def _listed(deployment: Deployment, one: Past) -> dict[str, Any]:
    return {
        "type": "execution",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "name": one.name,
        "arn": one.arn,
        "status": one.status,
        "outcome": one.outcome,
        "sentence": one.sentence,
        "decision": one.decision,
        "waits_until": moment(one.waiting.deadline) if one.waiting else None,
        "started_by": one.started_by,
        "started": moment(one.started),
        "ended": moment(one.ended),
        "seconds": seconds(one.started, one.ended),
        "steps": [{"name": step.name, "reused_from": step.reused_from} for step in one.steps],
        "run": one.run,
        "record": one.record,
    }
