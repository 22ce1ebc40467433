"""A map run as the API describes it: how many of its items and child executions are where."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(frozen=True)
class MapRun:
    """Moments are seconds since 1970.

    Attributes:
        machine_arn: ``…:stateMachine:Name/Label``.
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
