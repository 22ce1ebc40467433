"""Jobs that are stopped, run out of time, or are caught by the end of the server."""

from __future__ import annotations

import pytest

from localaws.jobs import containers
from localaws.sagemaker.errors import ApiError

from .conftest import REGION, Bench, WithJobs

WAITS = "sleep 60 & wait"
SAVES = "trap 'echo saved >/opt/ml/model/m; exit 0' TERM; echo ready; " + WAITS
STUBBORN = "trap '' TERM; echo ready; while true; do sleep 1; done"


def ready(bench: Bench, kind: str, name: str) -> None:
    """Wait until the container has printed its first line."""

    def printed() -> bool:
        try:
            return bool(bench.log(kind, name))
        except (KeyError, ValueError):  # its log is not there yet
            return False

    bench.until(printed, kind, name)


def test_stopping_asks_the_program_to_end_and_keeps_its_model(bench: Bench) -> None:
    name = bench.start_training(SAVES)
    ready(bench, "training", name)
    assert bench.service.call("StopTrainingJob", {"TrainingJobName": name}) == {}
    described = bench.ended("training", name)
    assert described["TrainingJobStatus"] == described["SecondaryStatus"] == "Stopped"
    phases = [
        (phase["Status"], phase["StatusMessage"])
        for phase in described["SecondaryStatusTransitions"]
    ]
    assert phases[-3:] == [
        ("Stopping", "Stopping the training job"),
        ("Uploading", "Uploading generated training model"),
        ("Stopped", "Training job stopped"),
    ]
    assert "FailureReason" not in described
    assert bench.keys("models") == [f"models/{name}/output/model.tar.gz"]


def test_a_program_that_does_not_end_is_killed_after_the_grace(
    bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(containers, "GRACE_SECONDS", 0.2)
    name = bench.start_processing(STUBBORN)
    ready(bench, "processing", name)
    bench.service.call("StopProcessingJob", {"ProcessingJobName": name})
    assert bench.ended("processing", name)["ProcessingJobStatus"] == "Stopped"


def test_the_time_limit_stops_the_job_and_does_not_fail_it(bench: Bench) -> None:
    described = bench.train(SAVES, StoppingCondition={"MaxRuntimeInSeconds": 1})
    assert described["TrainingJobStatus"] == "Stopped"
    assert described["SecondaryStatus"] == "MaxRuntimeExceeded"
    last = described["SecondaryStatusTransitions"][-1]
    assert last["StatusMessage"] == "Training job runtime exceeded MaxRuntimeInSeconds provided"
    assert len(bench.keys("models")) == 1


def test_a_processing_job_out_of_time_is_stopped(bench: Bench) -> None:
    described = bench.process(WAITS, StoppingCondition={"MaxRuntimeInSeconds": 1})
    assert described["ProcessingJobStatus"] == "Stopped"
    assert "FailureReason" not in described


@pytest.mark.parametrize("kind", ["training", "processing"])
def test_a_finished_job_cannot_be_stopped(bench: Bench, kind: str) -> None:
    noun = f"{kind.capitalize()}Job"
    described = bench.train("true") if kind == "training" else bench.process("true")
    with pytest.raises(ApiError) as caught:
        bench.service.call(f"Stop{noun}", {f"{noun}Name": described[f"{noun}Name"]})
    assert caught.value.message == (
        f"The request was rejected because the {kind} job is in status Completed."
    )


def test_a_job_that_never_was_cannot_be_stopped(bench: Bench) -> None:
    with pytest.raises(ApiError, match="Requested resource not found"):
        bench.service.call("StopTrainingJob", {"TrainingJobName": "no-such-job"})


def test_shutdown_ends_even_what_ignores_every_request(bench: Bench, role: str) -> None:
    services = WithJobs(bench.services.context)
    here = Bench(services, role)
    name = here.start_training(STUBBORN)
    ready(here, "training", name)
    services.shutdown()
    assert here.job("training", name).finished.is_set()
    described = here.service.call("DescribeTrainingJob", {"TrainingJobName": name})
    assert described["TrainingJobStatus"] == "Failed"
    assert described["FailureReason"] == (
        "InternalServerError: The embedded AWS was shut down meanwhile."
    )
    assert not (here.home / "jobs/training" / name).exists()
    assert services.for_region(REGION) is here.service


def test_a_job_that_comes_during_the_shutdown_is_ended_at_once(bench: Bench, role: str) -> None:
    services = WithJobs(bench.services.context)
    here = Bench(services, role)
    services.shutdown()
    described = here.train(STUBBORN)
    assert described["TrainingJobStatus"] == "Failed"
