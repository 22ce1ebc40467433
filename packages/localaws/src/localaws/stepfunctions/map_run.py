"""A map run as the API describes it: how many of its items and child executions are where."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

SUCCEEDED, FAILED, RUNNING, ABORTED = "SUCCEEDED", "FAILED", "RUNNING", "ABORTED"


@dataclass(frozen=True)
class Counts:
    """Of items, or of child executions."""

    pending: int = 0
    running: int = 0
    succeeded: int = 0
    failed: int = 0
    timed_out: int = 0
    aborted: int = 0
    total: int = 0
    results_written: int = 0
    failures_not_redrivable: int = 0
    pending_redrive: int = 0

    def moved(self, before: str | None, after: str, how_many: int) -> Counts:
        """After so many went from one status to another; None: they are new."""
        if before == after:
            return self
        changes = {after.lower(): getattr(self, after.lower()) + how_many}
        if before is None:
            changes["total"] = self.total + how_many
        else:
            changes[before.lower()] = getattr(self, before.lower()) - how_many
        return replace(self, **changes)


@dataclass(frozen=True)
class ResultFile:
    """One that a ResultWriter wrote; ``redrive`` is the count of the redrive that wrote it."""

    status: str
    key: str
    size: int
    redrive: int = 0


@dataclass(frozen=True)
class MapRun:
    """Moments are seconds since 1970.

    Attributes:
        machine_arn: ``…:stateMachine:Name/Label``.
        max_concurrency: 0 is no limit of its own.
        complete: every child of the dataset is kept; until then a restart reads it anew.
        files: what its ResultWriter wrote so far, over all redrives.
    """

    arn: str
    execution_arn: str
    machine_arn: str
    started: float
    status: str = RUNNING
    stopped: float | None = None
    max_concurrency: int = 0
    tolerated_failure_percentage: float = 0.0
    tolerated_failure_count: int = 0
    items: Counts = field(default_factory=Counts)
    executions: Counts = field(default_factory=Counts)
    redrive_count: int = 0
    redriven: float | None = None
    complete: bool = False
    files: tuple[ResultFile, ...] = ()
    error: str | None = None
    cause: str | None = None

    @property
    def id(self) -> str:
        return self.arn.rpartition(":")[2]
