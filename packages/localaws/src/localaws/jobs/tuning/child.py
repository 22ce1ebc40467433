"""One of a tuning job's training jobs: what was tried in it, how it stands, and how lists show it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from localaws.jobs.job import Job
from localaws.jobs.tuning.definition import OBJECTIVE_METRIC, Definition
from localaws.jobs.tuning.outcome import Outcome


@dataclass(frozen=True, eq=False)
class Child:
    """A training job that was created; ``values`` are those of its objective so far, one an epoch."""

    number: int
    index: int  # of its definition
    definition: Definition
    tuned: Mapping[str, str]
    job: Job
    values: list[float] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.job.name

    @property
    def status(self) -> str:
        return self.job.status

    @property
    def created(self) -> datetime:
        return self.job.created

    @property
    def modified(self) -> datetime:
        return self.job.modified

    @property
    def outcome(self) -> Outcome:
        progress = self.job.progress
        values = [each.value for each in progress.metrics if each.name == OBJECTIVE_METRIC]
        return Outcome(
            number=self.number,
            definition=self.index,
            tuned=self.tuned,
            status=progress.status,
            value=values[-1] if values else None,
            reason=progress.failure_reason or "",
        )

    def summary(self) -> dict[str, Any]:
        """Its entry in lists, and as the best one."""
        progress, outcome = self.job.progress, self.outcome
        shown: dict[str, Any] = {
            "TrainingJobName": self.name,
            "TrainingJobArn": self.job.arn,
            "CreationTime": self.created,
            "TrainingJobStatus": progress.status,
            "TunedHyperParameters": dict(self.tuned),
            "ObjectiveStatus": outcome.objective_status,
        }
        as_it_goes = {
            "TrainingJobDefinitionName": self.definition.name,
            "TrainingStartTime": progress.started,
            "TrainingEndTime": progress.ended,
            "FailureReason": progress.failure_reason,
        }
        shown |= {member: value for member, value in as_it_goes.items() if value}
        if outcome.has_succeeded:
            objective = self.definition.objective
            shown["FinalHyperParameterTuningJobObjectiveMetric"] = {
                "Type": objective.type,
                "MetricName": objective.metric,
                "Value": outcome.value,
            }
        return shown
