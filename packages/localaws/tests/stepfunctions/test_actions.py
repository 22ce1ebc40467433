"""Which actions of the optimised integration there are."""

from __future__ import annotations

import pytest

from localaws.jobs.kinds import KINDS
from localaws.stepfunctions.actions import JOBS, operation, refusal


def refused(action: str, condition: str | None) -> str | None:
    suffix = f".{condition}" if condition else ""
    return refusal(f"arn:aws:states:::sagemaker:{action}{suffix}", action, condition)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.noun)
def test_every_kind_of_job_can_be_created_and_waited_for(kind: object) -> None:
    [action] = [action for action, found in JOBS.items() if found is kind]
    assert operation(action) == f"Create{JOBS[action].noun}"
    assert refused(action, None) is None
    assert refused(action, "sync") is None


def test_only_jobs_can_be_waited_for() -> None:
    assert refused("createEndpoint", None) is None
    said = refused("createEndpoint", "sync")
    assert said is not None
    assert "These can be waited for with .sync: createProcessingJob, createTrainingJob." in said
    assert refused("createTrainingJob", "waitForTaskToken") is not None
