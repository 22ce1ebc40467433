"""Managed spot training: instances are taken away, and the job goes on from its checkpoints on others."""

from __future__ import annotations

import threading
from dataclasses import replace
from typing import Any

import pytest

from localaws.jobs import attempt, containers, layout
from localaws.jobs.endings import INTERRUPTED
from localaws.sagemaker.interruptions import Interruptions, NotInterruptible
from localaws.sagemaker.state_change import StateChange

from .conftest import REGION, Bench, WithJobs
from .test_stopping import STUBBORN, ready

# Counts its starts in a checkpoint; the first one runs until it is told to end, and leaves a model in vain.
RESUMES = (
    "trap 'echo told; echo 1 >told; exit' TERM; cd /opt/ml/checkpoints; echo start >>starts; "
    "test $(wc -l <starts) -gt 1 && { echo again; test ! -e /opt/ml/model/m && echo 1 >/opt/ml/model/m; "
    "exit; }; touch /opt/ml/model/m; echo first; sleep 60 & wait"
)
FOR_EVER = "trap 'exit 3' TERM; echo ready; sleep 60 & wait"


def spot(bench: Bench, script: str, wait: int = 86400, run: int = 60, **members: Any) -> str:
    return bench.start_training(
        script,
        EnableManagedSpotTraining=True,
        StoppingCondition={"MaxRuntimeInSeconds": run, "MaxWaitTimeInSeconds": wait},
        CheckpointConfig={"S3Uri": bench.uri("checkpoints")},
        **members,
    )


def interrupt(bench: Bench, name: str, capacity_in: float = 0) -> None:
    bench.services.jobs.interrupt(REGION, name, capacity_in)


def phases(described: dict[str, Any]) -> list[str]:
    return [phase["Status"] for phase in described["SecondaryStatusTransitions"]]


def described(bench: Bench, name: str) -> dict[str, Any]:
    return bench.service.call("DescribeTrainingJob", {"TrainingJobName": name})


def interrupted(bench: Bench, name: str) -> None:
    """Wait until it has given its instances up."""
    bench.until(
        lambda: described(bench, name)["SecondaryStatus"] == "Interrupted", "training", name
    )


def test_an_interrupted_job_goes_on_from_its_checkpoints_in_a_fresh_container(bench: Bench) -> None:
    heard: list[str] = []

    def listen(change: StateChange) -> None:
        if change.described["TrainingJobName"] == name:
            heard.append(change.described["SecondaryStatus"])

    name = ""
    bench.service.on_state_change(listen)
    name = spot(bench, RESUMES)
    ready(bench, "training", name)
    interrupt(bench, name)
    job = bench.ended("training", name)
    assert job["TrainingJobStatus"] == "Completed", job
    assert bench.log("training", name) == ["first", "told", "again"]
    assert bench.keys("checkpoints") == ["checkpoints/starts", "checkpoints/told"]
    assert bench.keys("models") == [f"models/{name}/output/model.tar.gz"]
    course = ["Starting", "Downloading", "Training"]
    assert phases(job) == [*course, "Interrupted", *course, "Uploading", "Completed"]
    assert heard[-6:] == phases(job)[-6:]
    assert job["SecondaryStatusTransitions"][3]["StatusMessage"] == INTERRUPTED


def test_a_spot_job_is_cheaper_and_waiting_for_capacity_is_no_training(bench: Bench) -> None:
    name = spot(bench, RESUMES)
    ready(bench, "training", name)
    interrupt(bench, name, 3600)
    interrupted(bench, name)
    bench.services.context.clock.move(3600)
    job = bench.ended("training", name)
    assert job["TrainingJobStatus"] == "Completed", job
    assert 0 < job["TrainingTimeInSeconds"] < 100
    assert job["BillableTimeInSeconds"] < job["TrainingTimeInSeconds"]


def test_one_that_does_not_listen_is_killed_after_the_grace_and_goes_on(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "GRACE_SECONDS", 0.2)
    script = f"cd /opt/ml/checkpoints; test -e seen && exit; touch seen; {STUBBORN}"
    name = spot(bench, script)
    ready(bench, "training", name)
    interrupt(bench, name)
    assert bench.ended("training", name)["TrainingJobStatus"] == "Completed"


def test_one_that_has_waited_too_long_is_stopped(bench: Bench) -> None:
    name = spot(bench, FOR_EVER, wait=7200)
    ready(bench, "training", name)
    interrupt(bench, name, 100_000)
    interrupted(bench, name)
    bench.services.context.clock.move(7200)
    job = bench.ended("training", name)
    assert (job["TrainingJobStatus"], job["SecondaryStatus"]) == ("Stopped", "MaxWaitTimeExceeded")
    assert phases(job)[-3:] == ["Interrupted", "Stopping", "MaxWaitTimeExceeded"]
    assert job["SecondaryStatusTransitions"][-1]["StatusMessage"] == (
        "Training job wait time exceeded MaxWaitTimeInSeconds provided"
    )


def test_one_that_runs_too_long_keeps_its_model(bench: Bench) -> None:
    saves = "trap 'echo 1 >/opt/ml/model/m; exit' TERM; echo ready; sleep 60 & wait"
    name = spot(bench, saves, wait=7200)
    ready(bench, "training", name)
    bench.services.context.clock.move(7200)
    job = bench.ended("training", name)
    assert phases(job)[-3:] == ["Stopping", "Uploading", "MaxWaitTimeExceeded"]
    assert bench.keys("models") == [f"models/{name}/output/model.tar.gz"]


def test_one_that_waits_for_capacity_can_be_stopped(bench: Bench) -> None:
    name = spot(bench, FOR_EVER)
    ready(bench, "training", name)
    interrupt(bench, name, 100_000)
    interrupted(bench, name)
    bench.service.call("StopTrainingJob", {"TrainingJobName": name})
    job = bench.ended("training", name)
    assert phases(job)[-3:] == ["Interrupted", "Stopping", "Stopped"]


def test_the_runtime_of_all_attempts_together_is_limited(bench: Bench) -> None:
    name = spot(bench, FOR_EVER, run=2)
    ready(bench, "training", name)
    interrupt(bench, name)
    job = bench.ended("training", name)
    assert job["SecondaryStatus"] == "MaxRuntimeExceeded"
    assert job["TrainingTimeInSeconds"] < 10


def test_the_end_of_the_server_ends_one_that_waits_for_capacity(bench: Bench, role: str) -> None:
    own = WithJobs(bench.services.context)
    other = Bench(own, role)
    name = spot(other, FOR_EVER)
    ready(other, "training", name)
    own.jobs.interrupt(REGION, name, 100_000)
    interrupted(other, name)
    own.shutdown()
    assert "shut down" in other.ended("training", name)["FailureReason"]


def test_only_a_spot_job_in_training_can_be_interrupted(bench: Bench) -> None:
    with pytest.raises(NotInterruptible, match="no job named nobody is in progress in us-east-1"):
        interrupt(bench, "nobody")
    name = bench.start_training(FOR_EVER)
    ready(bench, "training", name)
    with pytest.raises(NotInterruptible, match="set EnableManagedSpotTraining"):
        interrupt(bench, name)
    bench.service.call("StopTrainingJob", {"TrainingJobName": name})
    bench.ended("training", name)
    name = spot(bench, FOR_EVER)
    ready(bench, "training", name)
    interrupt(bench, name, 100_000)
    interrupted(bench, name)
    with pytest.raises(NotInterruptible, match="is Interrupted; it can be interrupted while it is"):
        interrupt(bench, name)
    bench.service.call("StopTrainingJob", {"TrainingJobName": name})
    bench.ended("training", name)


def test_they_can_come_by_themselves(bench: Bench, role: str) -> None:
    context = replace(bench.services.context, interruptions=Interruptions(3600, 1))
    own = WithJobs(context)
    try:
        other = Bench(own, role)
        name = spot(other, FOR_EVER)
        interrupted(other, name)
        other.service.call("StopTrainingJob", {"TrainingJobName": name})
        assert other.ended("training", name)["TrainingJobStatus"] == "Stopped"
    finally:
        own.shutdown()


def test_a_job_is_tried_again_after_a_fault_of_this_machine(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = threading.Semaphore(2)
    sound = layout.lay_out

    def breaks(*given: Any) -> None:
        if faults.acquire(blocking=False):
            raise OSError(28, "No space left on device", "/opt/ml")
        sound(*given)

    monkeypatch.setattr(layout, "lay_out", breaks)
    job = bench.train("true", RetryStrategy={"MaximumRetryAttempts": 2})
    assert job["TrainingJobStatus"] == "Completed", job
    assert phases(job).count("Restarting") == 2


@pytest.mark.parametrize("retries", [1, 30])
def test_a_fault_of_the_program_is_not_tried_again(bench: Bench, retries: int) -> None:
    job = bench.train("exit 3", RetryStrategy={"MaximumRetryAttempts": retries})
    assert job["TrainingJobStatus"] == "Failed"
    assert "Restarting" not in phases(job)


def test_as_many_attempts_as_were_allowed_and_no_more(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*_given: Any) -> None:
        raise OSError(28, "No space left on device", "/opt/ml")

    monkeypatch.setattr(attempt, "memory_of", breaks)
    job = bench.train("true", RetryStrategy={"MaximumRetryAttempts": 1})
    assert job["FailureReason"] == "InternalServerError: No space left on device: /opt/ml"
    assert phases(job).count("Restarting") == 1
