"""A job as it is kept: its status, its phases, and who hears of a change."""

from __future__ import annotations

import pytest

from localaws.clock import Clock
from localaws.jobs.job import FAILURE_REASON_LIMIT, INTERNAL, Job, Measurement, now
from localaws.sagemaker.errors import ApiError


@pytest.fixture
def job() -> Job:
    job = Job("training job", "a-job", "arn:a-job", {}, Clock())
    job.enter("Starting", "Preparing")
    return job


def test_each_phase_ends_where_the_next_begins(job: Job) -> None:
    job.enter("Downloading", "Downloading input data", started=True)
    starting, downloading = job.progress.phases
    assert starting.end == downloading.start == job.progress.started
    assert downloading.end is None
    job.end("Completed", "Completed", "Training job completed")
    last = job.progress.phases[-1]
    assert last.start == last.end == job.progress.ended
    assert job.finished.is_set()


def test_what_it_says_changes_the_present_phase_only(job: Job) -> None:
    job.enter("Downloading", "Downloading input data")
    job.say("Downloading the training image")
    assert [phase.message for phase in job.progress.phases] == [
        "Preparing",
        "Downloading the training image",
    ]
    job.request_stop()
    job.say("too late")
    assert job.progress.phases[-1].message == "Stopping the training job"


def test_each_change_is_told_and_a_listener_that_fails_disturbs_nobody(job: Job) -> None:
    heard: list[str] = []

    def listen(changed: Job) -> None:
        heard.append(changed.progress.phases[-1].status)
        raise RuntimeError("no")

    job.on_change(listen)
    job.enter("Training", "Training")
    job.measured((Measurement("loss", 1.0, now(Clock())),))
    job.request_stop()
    job.end("Stopped", "Stopped", "Training job stopped")
    assert heard == ["Training", "Stopping", "Stopped"]


@pytest.mark.parametrize("status", ["Completed", "Failed", "Stopped"])
def test_only_a_job_in_progress_can_be_stopped(job: Job, status: str) -> None:
    job.end(status, status, "over")  # type: ignore[arg-type]
    with pytest.raises(ApiError, match=f"the training job is in status {status}"):
        job.request_stop()


def test_a_stop_is_told_at_once_even_to_who_asks_later(job: Job) -> None:
    told: list[str] = []
    job.request_stop()
    with pytest.raises(ApiError, match="in status Stopping"):
        job.request_stop()
    job.on_stop(lambda: told.append("stop"))
    assert told == ["stop"]


@pytest.mark.parametrize("excess", [0, 1])
def test_a_reason_is_cut_at_the_limit_of_the_api(job: Job, excess: int) -> None:
    job.end("Failed", "Failed", "over", "x" * (FAILURE_REASON_LIMIT + excess))
    assert job.progress.failure_reason == "x" * FAILURE_REASON_LIMIT


def test_what_nobody_carries_out_fails_once(job: Job) -> None:
    job.break_down()
    assert (job.progress.status, job.progress.failure_reason) == ("Failed", INTERNAL)
    assert job.progress.phases[-1].message == "Training job failed"
    ended = job.progress
    job.break_down()
    assert job.progress is ended
