"""What a kind of job has to say of itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

Described = Mapping[str, Any]  # the response of the kind's Describe operation
Facts = list[tuple[str, list[str]]]  # a label and its lines
Metrics = list[tuple[str, float]]


@dataclass(frozen=True)
class Phase:
    """One entry of a job's status history. ``end`` is None for the present one."""

    status: str
    start: datetime
    end: datetime | None
    message: str

    @property
    def started(self) -> str:
        """The start in local time."""
        return f"{self.start.astimezone():%Y-%m-%d %H:%M:%S}"

    def seconds(self, now: datetime) -> float:
        """How long it took, or has taken by ``now``."""
        return max(0.0, ((self.end or now) - self.start).total_seconds())


@dataclass(frozen=True, kw_only=True)
class JobKind:
    """A kind of job. ``sagemaker`` is boto3's client.

    Attributes:
        noun: as in "training job".
        name_member: the job's name in requests, responses and so the parameters of a state.
        log_group: where its containers log; empty where it has no containers of its own.
        metrics: of a job that has ended, for ``sagemaker`` and its name; None where it has none.
    """

    noun: str
    name_member: str
    log_group: str = ""
    metrics: Callable[[Any, str], Metrics] | None = None


@dataclass(frozen=True, kw_only=True)
class ReportedKind(JobKind):
    """A kind of which ``stepline job`` tells.

    Attributes:
        describe: the response of Describe, for ``sagemaker`` and a job's name.
        latest: the names of the latest jobs, for ``sagemaker`` and how many.
        status_member: of Describe's response.
        working: the phase in which the container runs, and logs.
        phases: the status history.
        facts: what else there is to tell, in the order in which it is shown; those without a line
            are left out.
        final_metrics: by what Describe responds; most kinds have none.
    """

    describe: Callable[[Any, str], Described]
    latest: Callable[[Any, int], list[str]]
    status_member: str
    working: str
    phases: Callable[[Described], list[Phase]]
    facts: Callable[[Described], Facts]
    final_metrics: Callable[[Described], Metrics] = lambda described: []


@dataclass(frozen=True)
class Job:
    """One job."""

    kind: JobKind
    name: str
