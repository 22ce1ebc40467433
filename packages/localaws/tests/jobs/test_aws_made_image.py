"""Jobs in an image of AWS's own: built while the job downloads it, measured by AWS's metrics."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localaws.images.aws_made import Catalogue
from localaws.images.registry import Registry
from localaws.images.store import ImageStore
from localaws.runtime import choose
from localaws.runtime.protocol import RuntimeRefused
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.errors import ApiError

from ..aws_images import ACCOUNT as AWS
from ..aws_images import DOCKERFILE, URI, make, make_slow
from ..published_metrics import published
from ..runtimes import unavailable
from .conftest import ACCOUNT, REGION, Bench, WithJobs

REGEX = r".*\[[0-9]+\]#011validation-sum:(\S+)"
OWN_COMMAND = {"ContainerEntrypoint": None, "ContainerArguments": None}


@pytest.fixture(scope="module", params=["namespace", "process"])
def services(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[WithJobs]:
    home = tmp_path_factory.mktemp("home")
    make(home / "aws")
    catalogue = Catalogue.read(ACCOUNT, home / "aws")
    images = Registry(ImageStore(home), catalogue)
    try:
        runtime = choose(home, images, request.param)
    except RuntimeRefused as refused:
        unavailable(request.param, str(refused))
    services = WithJobs(ServerContext(ACCOUNT, home, runtime, "http://localhost:1", catalogue))
    yield services
    images.close()
    services.shutdown()


def train(bench: Bench, image: str = URI, **algorithm: Any) -> dict[str, Any]:
    return bench.train("", algorithm={"TrainingImage": image, **OWN_COMMAND, **algorithm})


def test_a_training_job_is_measured_by_the_metrics_of_the_image(bench: Bench) -> None:
    described = train(bench)
    assert described["TrainingJobStatus"] == "Completed", described
    name = described["TrainingJobName"]
    assert bench.log("training", name)[0] == "counting 1.0"
    assert described["AlgorithmSpecification"]["MetricDefinitions"] == [
        {"Name": "validation:sum", "Regex": REGEX}
    ]
    [final] = described["FinalMetricDataList"]
    assert (final["MetricName"], final["Value"]) == ("validation:sum", 6.5)
    of_job = frozenset({("TrainingJobName", name)})
    samples = published(ACCOUNT, REGION, "/aws/sagemaker/TrainingJobs")["validation:sum", of_job]
    assert sorted(sample.sum for sample in samples) == [3, 6.5]


def test_the_making_of_an_image_is_none_of_the_jobs_time(bench: Bench, tmp_path: Path) -> None:
    folder = bench.home / "aws" / "counting"
    make_slow(folder, tmp_path)
    try:
        name = bench.start_training("", algorithm={"TrainingImage": URI, **OWN_COMMAND})
        bench.until((tmp_path / "began").exists, "training", name)
        made = bench.service.call("DescribeTrainingJob", {"TrainingJobName": name})
        bench.services.context.clock.move(600)
        (tmp_path / "go on").touch()
        described = bench.ended("training", name)
    finally:
        (folder / "Dockerfile").write_text(DOCKERFILE)
    assert "TrainingStartTime" not in made
    assert made["SecondaryStatusTransitions"][-1]["StatusMessage"] == (
        "Preparing the instances for training"
    )
    assert (described["TrainingStartTime"] - described["CreationTime"]).total_seconds() >= 600
    assert described["TrainingTimeInSeconds"] < 100
    assert described["BillableTimeInSeconds"] < 100


def test_a_processing_job_runs_in_it_too(bench: Bench) -> None:
    request = {"AppSpecification": {"ImageUri": URI, "ContainerEntrypoint": ["train"]}}
    described = bench.process("", **request)
    assert described["ProcessingJobStatus"] == "Failed"  # there is no /opt/ml/model in it
    assert bench.log("processing", described["ProcessingJobName"])[0] == "counting 1.0"


def test_metric_definitions_of_ones_own_are_refused(bench: Bench) -> None:
    own = [{"Name": "mine", "Regex": "mine=(.*)"}]
    with pytest.raises(ApiError) as refused:
        train(bench, MetricDefinitions=own)
    assert (refused.value.code, refused.value.message) == (
        "ValidationException",
        "You can't override the metric definitions for Amazon SageMaker algorithms. Please retry "
        "your request without specifying metric definitions.",
    )


@pytest.mark.parametrize(
    ("image", "words"),
    [
        (
            f"{AWS}.dkr.ecr.us-east-1.amazonaws.com/counting:7",
            "counting has the tags: 1.0, 1.0-cpu",
        ),
        (f"{AWS}.dkr.ecr.us-east-1.amazonaws.com/kmeans:1", "Of AWS's own images there are: count"),
    ],
)
def test_an_image_that_does_not_exist_fails_the_job_with_those_that_do(
    bench: Bench, image: str, words: str
) -> None:
    described = train(bench, image)
    assert described["FailureReason"].startswith(
        f"ClientError: API error (404): manifest for {image} not found: "
    )
    assert words in described["FailureReason"]
    phases = [phase["Status"] for phase in described["SecondaryStatusTransitions"]]
    assert phases == ["Starting", "Downloading", "Failed"]


def test_an_image_that_cannot_be_built_fails_the_job_with_the_builders_words(
    bench: Bench,
) -> None:
    folder = bench.home / "aws" / "counting"
    (folder / "Dockerfile").write_text(DOCKERFILE.replace("COPY train", "COPY trian"))
    try:
        described = train(bench)
    finally:
        (folder / "Dockerfile").write_text(DOCKERFILE)
    assert described["FailureReason"].startswith(f"ClientError: The image {URI} stands in for")
    assert "Dockerfile line 4: " in described["FailureReason"]
    assert "trian" in described["FailureReason"]


def test_a_train_without_its_run_bit_is_said_to_lack_it(bench: Bench) -> None:
    program = bench.home / "aws" / "counting" / "train"
    program.chmod(0o644)
    try:
        described = train(bench)
    finally:
        program.chmod(0o755)
    assert described["FailureReason"] == (
        "ClientError: CannotStartContainerError. Please make sure the container can be run with "
        f"'docker run {URI} train': exec: \"train\": permission denied"
    )


def test_a_stop_while_the_image_is_built_ends_the_job_stopped(bench: Bench, tmp_path: Path) -> None:
    folder = bench.home / "aws" / "counting"
    make_slow(folder, tmp_path)
    try:
        name = bench.start_training("", algorithm={"TrainingImage": URI, **OWN_COMMAND})
        bench.until((tmp_path / "began").exists, "training", name)
        described = bench.service.call("DescribeTrainingJob", {"TrainingJobName": name})
        assert described["SecondaryStatus"] == "Starting"
        bench.service.call("StopTrainingJob", {"TrainingJobName": name})
        (tmp_path / "go on").touch()
        described = bench.ended("training", name)
    finally:
        (folder / "Dockerfile").write_text(DOCKERFILE)
    assert described["TrainingJobStatus"] == "Stopped"
