"""Jobs that wait for a job slot: what is seen of them, and that they begin, in turn, as slots come free."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from .conftest import REGION, Bench, WithJobs

WAITS = "trap 'exit 0' TERM; sleep 60 & wait"
WAITING = "Waiting for a job slot on this machine: 2 of the 2 containers of jobs that may run at once do, and "


@pytest.fixture
def narrow(services: WithJobs, role: str) -> Iterator[Callable[[int], Bench]]:
    """Makes a bench on a machine of so many slots; ends its jobs."""
    made: list[WithJobs] = []

    def narrow(slots: int) -> Bench:
        made.append(WithJobs(services.context, slots))
        return Bench(made[-1], role)

    yield narrow
    for each in made:
        each.shutdown()


def training(bench: Bench, name: str) -> dict[str, Any]:
    return bench.service.call("DescribeTrainingJob", {"TrainingJobName": name})


def in_training(bench: Bench, name: str) -> None:
    bench.until(lambda: training(bench, name)["SecondaryStatus"] == "Training", "training", name)


def stop(bench: Bench, kind: str, name: str) -> None:
    noun = f"{kind.capitalize()}Job"
    bench.service.call(f"Stop{noun}", {f"{noun}Name": name})


def of_two(bench: Bench, script: str, hosts: int = 2) -> str:
    """A processing job on several instances."""
    cluster = {"InstanceType": "ml.m5.large", "InstanceCount": hosts, "VolumeSizeInGB": 1}
    return bench.start_processing(script, ProcessingResources={"ClusterConfig": cluster})


def test_thirty_jobs_run_two_at_a_time_in_their_order(narrow: Callable[[int], Bench]) -> None:
    bench = narrow(2)
    names = [bench.start_training("sleep 0.05") for _ in range(30)]
    jobs = [bench.ended("training", name) for name in names]
    assert {job["TrainingJobStatus"] for job in jobs} == {"Completed"}
    starts = [job["TrainingStartTime"] for job in jobs]
    assert starts == sorted(starts)
    for job in jobs:
        start, name = job["TrainingStartTime"], job["TrainingJobName"]
        beside = [j for j in jobs if j["TrainingStartTime"] <= start < j["TrainingEndTime"]]
        assert len(beside) <= 2, name
    waited = [
        job for job in jobs if WAITING in job["SecondaryStatusTransitions"][0]["StatusMessage"]
    ]
    assert len(waited) >= 20
    # Nobody pays for waiting.
    assert all(job["BillableTimeInSeconds"] < 20 for job in jobs)
    assert (
        sum(job["BillableTimeInSeconds"] for job in jobs[-3:])
        < (jobs[-1]["TrainingEndTime"] - jobs[0]["CreationTime"]).total_seconds() + 6
    )


def test_a_training_job_that_waits_is_starting_and_says_so(narrow: Callable[[int], Bench]) -> None:
    bench = narrow(2)
    running = [bench.start_training(WAITS) for _ in range(2)]
    waiting = [bench.start_training("true") for _ in range(2)]
    for ahead, name in enumerate(waiting):
        described = training(bench, name)
        assert (described["TrainingJobStatus"], described["SecondaryStatus"]) == (
            "InProgress",
            "Starting",
        )
        [phase] = described["SecondaryStatusTransitions"]
        assert phase["StatusMessage"] == f"{WAITING}{ahead} jobs wait before this one"
        assert "TrainingStartTime" not in described
    assert not [t for t in threading.enumerate() if any(name in t.name for name in waiting)]
    for name in running:
        stop(bench, "training", name)
    for name in waiting:
        phases = [p["Status"] for p in bench.ended("training", name)["SecondaryStatusTransitions"]]
        assert phases == ["Starting", "Downloading", "Training", "Uploading", "Completed"]


def test_a_processing_job_that_waits_says_so_in_its_log(narrow: Callable[[int], Bench]) -> None:
    bench = narrow(2)
    running = of_two(bench, WAITS)
    waiting = bench.start_processing("echo the program")
    described = bench.service.call("DescribeProcessingJob", {"ProcessingJobName": waiting})
    assert described["ProcessingJobStatus"] == "InProgress"
    assert "ProcessingStartTime" not in described
    assert bench.log("processing", waiting) == [f"{WAITING}0 jobs wait before this one"]
    stop(bench, "processing", running)
    assert bench.ended("processing", waiting)["ProcessingJobStatus"] == "Completed"
    # The same stream goes on: clients count streams to know when every host has begun.
    assert bench.log("processing", waiting)[1:] == ["the program"]


def test_a_waiting_job_is_stopped_at_once_and_its_turn_passes_on(
    narrow: Callable[[int], Bench],
) -> None:
    bench = narrow(1)
    running, first, second = (bench.start_training(WAITS) for _ in range(3))
    in_training(bench, running)
    stop(bench, "training", first)
    described = training(bench, first)
    assert (described["TrainingJobStatus"], described["SecondaryStatus"]) == ("Stopped", "Stopped")
    phases = [(p["Status"], p["StatusMessage"]) for p in described["SecondaryStatusTransitions"]]
    assert phases[1:] == [
        ("Stopping", "Stopping the training job"),
        ("Stopped", "Training job stopped"),
    ]
    assert "BillableTimeInSeconds" not in described
    assert training(bench, second)["SecondaryStatus"] == "Starting"
    stop(bench, "training", running)
    in_training(bench, second)
    assert not bench.keys(f"models/{first}")


def test_the_hosts_of_a_job_begin_together_and_nobody_slips_in_before_them(
    narrow: Callable[[int], Bench],
) -> None:
    bench = narrow(2)
    one, other = bench.start_training(WAITS), bench.start_training(WAITS)
    pair = of_two(bench, WAITS)
    small = bench.start_training("true")
    stop(bench, "training", one)
    bench.ended("training", one)
    for name in (pair, small):  # there is one slot now: too few for one, and not the other's turn
        kind = "processing" if name == pair else "training"
        assert not bench.job(kind, name).progress.started
    stop(bench, "training", other)
    bench.until(
        lambda: bench.job("processing", pair).progress.started is not None,
        "processing",
        pair,
    )
    assert training(bench, small)["SecondaryStatus"] == "Starting"
    stop(bench, "processing", pair)
    assert bench.ended("training", small)["TrainingJobStatus"] == "Completed"


def test_a_job_larger_than_the_machine_runs_alone(narrow: Callable[[int], Bench]) -> None:
    bench = narrow(1)
    name = of_two(bench, "true", hosts=3)
    after = bench.start_training("true")
    assert bench.ended("processing", name)["ProcessingJobStatus"] == "Completed"
    ended = bench.ended("training", after)
    processing = bench.job("processing", name).progress
    assert processing.ended is not None
    assert ended["TrainingStartTime"] >= processing.ended


def test_jobs_of_all_regions_share_the_machine(narrow: Callable[[int], Bench]) -> None:
    bench = narrow(1)
    running = bench.start_training(WAITS)
    elsewhere = bench.services.for_region("eu-west-1")
    request = bench.training_request("true")
    elsewhere.call("CreateTrainingJob", dict(request))
    job = bench.job("training", request["TrainingJobName"], "eu-west-1")
    assert "Waiting for a job slot" in job.progress.phases[-1].message
    stop(bench, "training", running)
    assert job.finished.wait(60)
    assert job.progress.status == "Completed"


def test_the_time_limit_counts_from_the_training_not_from_the_wait(
    narrow: Callable[[int], Bench],
) -> None:
    bench = narrow(1)
    running = bench.start_training("sleep 2")
    limited = bench.start_training("true", StoppingCondition={"MaxRuntimeInSeconds": 1})
    assert bench.ended("training", running)["TrainingJobStatus"] == "Completed"
    assert bench.ended("training", limited)["TrainingJobStatus"] == "Completed"


def test_shutdown_ends_those_that_wait_and_begins_none(services: WithJobs, role: str) -> None:
    own = WithJobs(services.context, slots=1)
    bench = Bench(own, role)
    running = bench.start_training(WAITS)
    in_training(bench, running)
    waiting = [bench.start_training("true") for _ in range(5)]
    own.shutdown()
    for name in waiting:
        described = training(bench, name)
        assert described["TrainingJobStatus"] == "Failed"
        assert described["FailureReason"] == (
            "InternalServerError: The embedded AWS was shut down meanwhile."
        )
        assert "TrainingStartTime" not in described
    assert training(bench, running)["TrainingJobStatus"] == "Failed"
    assert not [t for t in threading.enumerate() if t.name.startswith("training job")]
    assert own.for_region(REGION) is bench.service


def test_a_job_that_gets_no_thread_fails_and_those_behind_it_run(
    narrow: Callable[[int], Bench], monkeypatch: pytest.MonkeyPatch
) -> None:
    bench = narrow(1)
    running = bench.start_training(WAITS)
    in_training(bench, running)
    unlucky, after = bench.start_training("true"), bench.start_training("true")
    start = threading.Thread.start

    def refuse(thread: threading.Thread) -> None:
        if unlucky in thread.name:
            raise RuntimeError("can't start new thread")
        start(thread)

    monkeypatch.setattr(threading.Thread, "start", refuse)
    stop(bench, "training", running)
    assert bench.ended("training", unlucky)["FailureReason"].startswith("InternalServerError: ")
    assert bench.ended("training", after)["TrainingJobStatus"] == "Completed"
