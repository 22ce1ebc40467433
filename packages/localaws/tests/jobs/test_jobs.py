"""The wing as the server has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from localaws.jobs.jobs import Jobs
from localaws.sagemaker.errors import ApiError

from .conftest import IMAGE, REGION, Bench


def test_a_missing_job_has_no_event_to_wait_for(bench: Bench) -> None:
    with pytest.raises(ApiError, match=r"ValidationException: Requested resource not found\."):
        bench.services.jobs.job(REGION, "TrainingJob", "no-such-job")


def test_folders_of_a_server_that_was_killed_are_removed(tmp_path: Path) -> None:
    half = tmp_path / "jobs/training/a-job/algo-1/model"
    half.mkdir(parents=True)
    half.chmod(0o500)
    Jobs(tmp_path, slots=1)
    assert not (tmp_path / "jobs").exists()


def test_images_of_jobs_that_have_not_ended_are_in_use(bench: Bench) -> None:
    name = bench.start_training("trap 'exit 0' TERM; sleep 60 & wait")
    assert bench.services.jobs.images() == {IMAGE}
    bench.service.call("StopTrainingJob", {"TrainingJobName": name})
    bench.ended("training", name)
