"""What running a training job comes to."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.clock import Clock
from localaws.jobs.job import Job
from localaws.jobs.plan import JobPlan, Metric
from localaws.jobs.training.plan import plan


def planned(algorithm: dict[str, Any] | None = None, **members: Any) -> JobPlan:
    request = {
        "TrainingJobName": "a-job",
        "RoleArn": "arn:role",
        "AlgorithmSpecification": {"TrainingImage": "image:1"} | (algorithm or {}),
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/models/"},
        "EnableNetworkIsolation": False,
    } | members
    job = Job("training job", "a-job", "arn:a-job", request, Clock())
    return plan(job, lambda isolated: {"AWS_REGION": "r", "ISOLATED": str(isolated)})


@pytest.mark.parametrize(
    ("algorithm", "entrypoint", "arguments"),
    [
        ({}, None, ("train",)),
        ({"ContainerEntrypoint": ["sh"]}, ("sh",), None),
        ({"ContainerArguments": ["--fast"]}, None, ("--fast",)),
        ({"ContainerEntrypoint": ["sh"], "ContainerArguments": ["-c", "x"]}, ("sh",), ("-c", "x")),
    ],
)
def test_the_program_is_train_unless_the_request_names_one(
    algorithm: dict[str, Any], entrypoint: Any, arguments: Any
) -> None:
    made = planned(algorithm)
    assert (made.entrypoint, made.arguments) == (entrypoint, arguments)


def test_the_requests_environment_goes_over_the_platforms() -> None:
    environment = planned(Environment={"AWS_REGION": "mine"}).environment
    assert environment["AWS_REGION"] == "mine"
    assert environment["TRAINING_JOB_NAME"] == "a-job"


@pytest.mark.parametrize("isolated", [True, False])
def test_an_isolated_job_gets_the_environment_of_one(isolated: bool) -> None:
    made = planned(EnableNetworkIsolation=isolated)
    assert (made.isolated, made.environment["ISOLATED"]) == (isolated, str(isolated))


def test_a_failed_job_keeps_its_output_and_leaves_no_model() -> None:
    model, output = planned().archives
    assert (str(model.location), model.even_if_failed) == (
        "s3://bucket/models/a-job/output/model.tar.gz",
        False,
    )
    assert (str(output.location), output.even_if_failed) == (
        "s3://bucket/models/a-job/output/output.tar.gz",
        True,
    )


def test_what_is_not_to_be_packed_is_a_folder() -> None:
    made = planned(OutputDataConfig={"S3OutputPath": "s3://bucket/m", "CompressionType": "NONE"})
    assert [(str(a.location), a.compressed) for a in made.archives] == [
        ("s3://bucket/m/a-job/output/model", False),
        ("s3://bucket/m/a-job/output/output", False),
    ]


@pytest.mark.parametrize(
    ("given", "folder"), [({}, "checkpoints"), ({"LocalPath": "/opt/ml/saved"}, "saved")]
)
def test_checkpoints_are_mirrored_where_the_request_has_them(
    given: dict[str, str], folder: str
) -> None:
    made = planned(CheckpointConfig={"S3Uri": "s3://bucket/c"} | given)
    assert made.checkpoints is not None
    assert (made.checkpoints.folder, made.checkpoints.continuous) == (folder, True)
    path = f"/opt/ml/{folder}"
    assert made.files["input/config/checkpointconfig.json"] == {"LocalPath": path}
    assert planned().checkpoints is None


@pytest.mark.parametrize(
    ("source", "manifest", "sharded"),
    [
        ({"S3DataType": "S3Prefix"}, False, False),
        ({"S3DataType": "ManifestFile"}, True, False),
        ({"S3DataType": "S3Prefix", "S3DataDistributionType": "ShardedByS3Key"}, False, True),
    ],
)
def test_a_channel_is_an_input(source: dict[str, str], manifest: bool, sharded: bool) -> None:
    channel = {
        "ChannelName": "train",
        "RecordWrapperType": "None",
        "DataSource": {"S3DataSource": {"S3Uri": "s3://bucket/in"} | source},
    }
    [found] = planned(InputDataConfig=[channel]).inputs
    assert (found.name, found.folder) == ("train", "input/data/train")
    assert (found.manifest, found.sharded) == (manifest, sharded)


def test_metrics_are_the_definitions() -> None:
    definitions = [{"Name": "loss", "Regex": "loss=(.*)"}]
    assert planned({"MetricDefinitions": definitions}).metrics == (Metric("loss", "loss=(.*)"),)


def test_hyperparameters_and_channels_come_in_alphabetical_order() -> None:
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in"}}
    channels = [
        {"ChannelName": name, "DataSource": source, "RecordWrapperType": "None"}
        for name in ("validation", "train", "Test")
    ]
    given = {"b": "1", "a": "2", "B": "3"}
    files = planned(InputDataConfig=channels, HyperParameters=given).files
    assert list(files["input/config/inputdataconfig.json"]) == ["Test", "train", "validation"]
    assert list(files["input/config/hyperparameters.json"]) == ["B", "a", "b"]
