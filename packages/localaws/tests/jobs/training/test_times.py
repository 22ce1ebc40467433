"""What a training job took, and what is paid for."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from localaws.jobs.job import Phase, Progress
from localaws.jobs.training.times import billable_seconds, training_seconds

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)


def at(seconds: float) -> datetime:
    return BEGIN + timedelta(seconds=seconds)


def course(*phases: tuple[str, float]) -> Progress:
    """Phases with the second in which each begins; the last one is the end."""
    ends = [at(start) for _, start in phases[1:]] + [at(phases[-1][1])]
    made = [Phase(s, s, at(t), end) for (s, t), end in zip(phases, ends, strict=True)]
    started = next((at(t) for s, t in phases if s == "Downloading"), None)
    return Progress("Completed", tuple(made), BEGIN, BEGIN, started, made[-1].end)


def test_it_is_the_time_with_instances() -> None:
    begins = [("Starting", 0), ("Downloading", 100), ("Training", 110)]
    again = [("Interrupted", 140), ("Starting", 400), ("Downloading", 410), ("Training", 411)]
    assert training_seconds(course(*begins, ("Completed", 120.5))) == 21
    assert training_seconds(course(*begins, *again, ("Completed", 421))) == 40 + 11


def test_a_job_that_never_had_any_has_none() -> None:
    assert training_seconds(course(("Starting", 0), ("MaxWaitTimeExceeded", 60))) is None


@pytest.mark.parametrize(("seconds", "billed"), [(0, 0), (1, 0), (2, 1), (10, 3), (100, 30)])
def test_spot_instances_are_cheaper(seconds: int, billed: int) -> None:
    assert billable_seconds(seconds, is_spot=True) == billed
    assert billable_seconds(seconds, is_spot=False) == seconds
