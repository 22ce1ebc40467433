"""The execution as lines of JSON: one for each state that has ended, every so often one for the state
that runs, and at the end one for the execution."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from stepline.as_json import moment, print_line, seconds
from stepline.deployment import Deployment
from stepline.executions import Execution
from stepline.history import Line, lines
from stepline.jobs.kind import Job
from stepline.watching.explanation import Explanation
from stepline.watching.metrics import Metrics
from stepline.watching.plain import EVERY, ended_lines
from stepline.watching.progress import Progress, standing


@dataclass
class JsonLines:
    """Called with each look."""

    progress: Progress
    now: Callable[[], float] = time.monotonic
    shown: int = 0
    last: float | None = None
    troubles: list[tuple[str, int]] = field(default_factory=list)

    def __call__(self, execution: Execution) -> None:
        if self.last is None:
            self.last = self.now()
        all_lines = lines(execution.states, datetime.now(UTC))
        ended = ended_lines(all_lines, execution)
        due = all_lines[self.shown : ended]
        running = all_lines[ended:]
        troubles = [(line.name, line.attempts) for line in running if line.error]
        if troubles != self.troubles or (not due and self.now() - self.last >= EVERY):
            due = [*due, *running]
        self.troubles = troubles
        for line in due:
            print_line(self._state(line, execution))
            self.last = self.now()
        self.shown = max(self.shown, ended)

    def _state(self, line: Line, execution: Execution) -> dict[str, Any]:
        stands = standing(line, execution)
        said = self.progress.of(line, stands)
        return {
            "type": "state",
            "execution": execution.name,
            "name": line.name,
            "kind": line.type,
            "status": stands,
            "entered": moment(line.entered),
            "seconds": round(line.seconds, 3),
            "visits": line.visits,
            "attempts": line.attempts,
            "job": _job(line.job if line.created else None),
            "metrics": dict(said.values) if isinstance(said, Metrics) else {},
            "message": str(said) or None,
            "error": line.error,
            "cause": line.cause,
        }


def ended(
    deployment: Deployment, execution: Execution, explanation: Explanation | None
) -> dict[str, Any]:
    """The last line; ``explanation`` where the execution did not succeed."""
    output: Mapping[str, Any] = execution.output or {}
    state = explanation.state if explanation else None
    return {
        "type": "execution",
        "pipeline": deployment.pipeline,
        "stage": deployment.stage,
        "name": execution.name,
        "arn": execution.arn,
        "status": execution.status,
        "started": moment(execution.started),
        "ended": moment(execution.ended),
        "seconds": seconds(execution.started, execution.ended),
        "metrics": output.get("metrics", {}),
        "output": execution.output,
        "error": execution.error,
        "cause": execution.cause,
        "failed_state": state.name if state else None,
        "failed_job": _job(explanation.job if explanation else None),
        "log": explanation.log if explanation else [],
    }


def _job(job: Job | None) -> dict[str, str] | None:
    return {"kind": job.kind.noun, "name": job.name} if job else None
