"""Whatever breaks on the way, a job that was accepted ends: nothing is left InProgress for ever."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from localaws.jobs import (
    attempt,
    containers,
    host_logs,
    inputs,
    job_keys,
    job_run,
    layout,
    messages,
    mirror,
    outputs,
)
from localaws.jobs.admission import Admission
from localaws.jobs.job import INTERNAL, Job
from localaws.jobs.plan import JobPlan
from localaws.jobs.queue import Queue
from localaws.jobs.supervisor import Supervisor
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.tags import Tags

from .conftest import Bench, WithJobs

# What a job goes through, from its registration to its end: each may raise.
AFTER: list[tuple[Any, str]] = [
    (Tags, "add"),
    (Job, "enter"),
    (Job, "on_stop"),
    (Supervisor, "launch"),
    (job_run.JobRun, "__init__"),
    (Admission, "ask"),
    (Queue, "ask"),
    (threading.Thread, "start"),
    (outputs, "check_destinations"),
    (job_keys, "check"),
    (inputs, "downloads"),
    (layout, "lay_out"),
    (inputs, "fetch"),
    (job_run.JobRun, "_get_ready"),
    (attempt, "memory_of"),
    (mirror.Mirror, "start"),
    (containers.Containers, "run"),
    (host_logs.logs, "open_stream"),
    (outputs, "upload_folder"),
    (messages, "exit_message"),
]


@pytest.fixture
def bench(services: WithJobs, role: str) -> Iterator[Bench]:
    own = WithJobs(services.context, slots=1)
    yield Bench(own, role)
    own.shutdown()


def breaking(monkeypatch: pytest.MonkeyPatch, where: Any, name: str) -> Callable[[], None]:
    """Make one step raise; what it returns makes it work again."""
    original = getattr(where, name)

    def fail(*_: Any, **__: Any) -> None:
        if where is threading.Thread and "job job-" not in _[0].name:
            original(*_)
        else:
            raise RuntimeError(f"{name} broke")

    monkeypatch.setattr(where, name, fail)
    return monkeypatch.undo


@pytest.mark.parametrize(
    ("where", "name"), AFTER, ids=lambda value: getattr(value, "__name__", value)
)
def test_a_step_that_breaks_fails_the_job(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, where: Any, name: str
) -> None:
    bench.put(raw__a="1")
    request = bench.processing_request(
        "true",
        ProcessingInputs=[bench.source("raw", "raw/")],
        ProcessingOutputConfig={
            "Outputs": [bench.target("out", "out"), bench.target("more", "more", "Continuous")]
        },
    )
    mend = breaking(monkeypatch, where, name)
    bench.service.call("CreateProcessingJob", dict(request))
    described = bench.ended("processing", request["ProcessingJobName"])
    assert described["ProcessingJobStatus"] == "Failed"
    assert described["FailureReason"] == INTERNAL
    mend()
    assert bench.process("true")["ProcessingJobStatus"] == "Completed"  # its slot is free again


@pytest.mark.parametrize("kind", ["training", "processing"])
def test_a_plan_that_breaks_leaves_no_job(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    make = bench.training_request if kind == "training" else bench.processing_request
    request = make("true")
    noun = f"{kind.capitalize()}Job"
    mend = breaking(monkeypatch, JobPlan, "__init__")
    with pytest.raises(RuntimeError, match="broke"):
        bench.service.call(f"Create{noun}", dict(request))
    mend()
    with pytest.raises(ApiError, match="Requested resource not found"):
        bench.job(kind, request[f"{noun}Name"])
    bench.service.call(f"Create{noun}", dict(request))  # and its name is free
    assert bench.ended(kind, request[f"{noun}Name"])[f"{noun}Status"] == "Completed"


def test_a_listener_of_a_change_that_breaks_disturbs_no_job(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, bench.service, "announce")
    assert bench.train("true")["TrainingJobStatus"] == "Completed"


def test_a_working_folder_that_stays_does_not_keep_the_job(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    breaking(monkeypatch, layout, "remove")
    assert bench.train("true")["TrainingJobStatus"] == "Completed"


def test_a_processing_job_without_instances_is_refused_and_leaves_nothing(bench: Bench) -> None:
    request = bench.processing_request("true")
    del request["ProcessingResources"]["ClusterConfig"]["InstanceType"]
    with pytest.raises(ApiError, match=r"'processingResources.clusterConfig.instanceType' failed"):
        bench.service.call("CreateProcessingJob", dict(request))
    assert bench.service.call("ListProcessingJobs", {})["ProcessingJobSummaries"] == []
