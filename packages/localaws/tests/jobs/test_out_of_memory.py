"""A job that needs more memory than its instance has ends as on AWS."""

from __future__ import annotations

import pytest

from localaws.jobs import attempt
from localaws.runtime.memory import find_limits

from .conftest import Bench

USES_300_MIB = "head -c 314572800 /dev/zero | tail -c 314572800 | wc -c"
REASON = (
    "ClientError: Please use an instance type with more memory, or reduce the size of job data "
    "processed on an instance."
)


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Instances of 64 MiB."""
    found, obstacle = find_limits()
    if found is None:
        pytest.skip(f"no memory limits here: {obstacle}")
    monkeypatch.setattr(attempt, "memory_of", lambda instance: 64 << 20)


def test_a_training_job_says_what_would_help(bench: Bench) -> None:
    described = bench.train(f"echo lost >/opt/ml/output/failure; {USES_300_MIB} && exit 1")
    assert described["TrainingJobStatus"] == "Failed"
    assert described["FailureReason"] == REASON


def test_so_does_a_processing_job(bench: Bench) -> None:
    assert bench.process(f"{USES_300_MIB} && exit 1")["FailureReason"] == REASON


def test_a_program_that_gets_over_it_completes(bench: Bench) -> None:
    described = bench.train(f"{USES_300_MIB} || true; exit 0")
    assert described["TrainingJobStatus"] == "Completed"
