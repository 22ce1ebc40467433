"""A job for programs: what ``stepline job --json`` prints. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from stepline.as_json import moment
from stepline.jobs.kind import Described
from stepline.jobs.report import ENDED, Report


def document(
    report: Report, described: Described, log: Sequence[str] | None, now: datetime
) -> dict[str, Any]:
    """``description`` is Describe's own response; ``log`` is null where it was not asked for."""
    return {
        "type": "job",
        "kind": report.kind.noun,
        "name": report.name,
        "status": report.status,
        "failure_reason": described.get("FailureReason") or described.get("ExitMessage"),
        "phases": [
            {
                "status": phase.status,
                "started": moment(phase.start),
                "ended": moment(phase.end),
                "seconds": None if phase.status in ENDED else round(phase.seconds(now), 3),
                "message": phase.message or None,
            }
            for phase in report.phases
        ],
        "metrics": dict(report.kind.final_metrics(described)),
        "log": None if log is None else list(log),
        "description": {k: v for k, v in described.items() if k != "ResponseMetadata"},
    }
