"""A map run and its children as they are kept: what the API describes, and what a restart needs."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from localaws.stepfunctions.execution import (
    ABORTED,
    FAILED,
    PENDING_REDRIVE,
    RUNNING,
    SUCCEEDED,
    TIMED_OUT,
    Execution,
)

PENDING = "PENDING"
STATUSES = (PENDING, RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED, PENDING_REDRIVE)
UNSUCCESSFUL = frozenset([FAILED, TIMED_OUT, ABORTED])


def identity(map_run_arn: str) -> str:
    """Of a map run: unique by itself, and shorter than the ARN."""
    return map_run_arn.rpartition(":")[2]


@dataclass(frozen=True)
class Counts:
    """How many there are in each status; of items or of executions."""

    pending: int = 0
    running: int = 0
    succeeded: int = 0
    failed: int = 0
    timed_out: int = 0
    aborted: int = 0
    pending_redrive: int = 0
    results_written: int = 0

    @property
    def total(self) -> int:
        return sum(getattr(self, status.lower()) for status in STATUSES)

    def moved(self, before: str | None, after: str, how_many: int) -> Counts:
        """After so many went from one status to another; None: they are new."""
        changes = {after.lower(): getattr(self, after.lower()) + how_many}
        if before == after:
            return self
        if before is not None:
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
    """Moments are seconds since 1970 of the server's clock.

    Attributes:
        max_concurrency: 0 is no limit of its own.
        complete: every child of the dataset is kept; until then a restart reads it anew.
        files: what its ResultWriter wrote so far, over all redrives.
    """

    arn: str
    execution_arn: str
    state_machine_arn: str
    started: float
    status: str = RUNNING
    stopped: float | None = None
    max_concurrency: int = 0
    tolerated_count: int = 0
    tolerated_percentage: float = 0.0
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
        return identity(self.arn)


@dataclass(frozen=True, slots=True)
class Child:
    """One child execution, from before it is started.

    Attributes:
        number: its place, from 0.
        items: how many it has, more than one where they are batched.
        input: JSON text.
        execution: its execution as it ended, without what all children share (``ended``).
        redrive: the count of the map run's redrive in which it last ran.
    """

    number: int
    items: int
    input: str
    status: str = PENDING
    execution: Execution | None = None
    redrive: int = 0

    def ended(self, execution: Execution) -> Child:
        """After its execution ended; the definition is every child's and is not kept with each."""
        own = replace(execution, definition="", item=None, logging=None)
        return replace(self, status=execution.status, execution=own)
