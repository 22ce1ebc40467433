"""How the training jobs of a tuning job stand, as decisions and counters look at them. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from localaws.jobs.tuning.definition import Objective

_OVER = ("Completed", "Failed", "Stopped")


@dataclass(frozen=True)
class Outcome:
    """One training job.

    Attributes:
        number: from 1, in the order of their creation.
        definition: the index of its definition.
        status: its TrainingJobStatus.
        value: the last value of its objective; None where there is none.
        reason: why it failed.
    """

    number: int
    definition: int
    tuned: Mapping[str, str]
    status: str
    value: float | None = None
    reason: str = ""

    @property
    def is_over(self) -> bool:
        return self.status in _OVER

    @property
    def has_succeeded(self) -> bool:
        """Whether its objective counts: one that was stopped may have shown it before."""
        return self.status in ("Completed", "Stopped") and self.value is not None

    @property
    def objective_status(self) -> str:
        if not self.is_over:
            return "Pending"
        return "Succeeded" if self.has_succeeded else "Failed"

    @property
    def counted_as(self) -> str:
        """Its counter among TrainingJobStatusCounters."""
        if self.status == "Failed":
            internal = self.reason.startswith("InternalServerError")
            return "RetryableError" if internal else "NonRetryableError"
        return self.status if self.is_over else "InProgress"


def status_counters(outcomes: Sequence[Outcome]) -> dict[str, int]:
    names = ("Completed", "InProgress", "RetryableError", "NonRetryableError", "Stopped")
    return {name: sum(each.counted_as == name for each in outcomes) for name in names}


def objective_counters(outcomes: Sequence[Outcome]) -> dict[str, int]:
    names = ("Succeeded", "Pending", "Failed")
    return {name: sum(each.objective_status == name for each in outcomes) for name in names}


def best(outcomes: Iterable[Outcome], objective: Objective) -> Outcome | None:
    """The one with the best objective; of equal ones the first."""
    found: Outcome | None = None
    for each in outcomes:
        if each.value is None or not each.has_succeeded:
            continue
        if found is None or found.value is None or objective.is_better(each.value, found.value):
            found = each
    return found
