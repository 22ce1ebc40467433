"""What a training job is, beyond what all kinds are."""

from __future__ import annotations

import time
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.images.aws_made import Catalogue
from localaws.jobs.job import Job, Measurement, now
from localaws.jobs.training.kind import TRAINING
from localaws.sagemaker.quotas import Instances


def request(**members: Any) -> dict[str, Any]:
    return {
        "TrainingJobName": "a-job",
        "RoleArn": "arn:role",
        "AlgorithmSpecification": {"TrainingImage": "image:1", "TrainingInputMode": "File"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
        "StoppingCondition": {},
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/models/"},
    } | members


def job(**members: Any) -> Job:
    return Job("training job", "a-job", "arn:a-job", request(**members), Clock())


def test_an_accepted_request_shows_what_aws_adds() -> None:
    source = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in"}}
    accepted = TRAINING.accepted(
        request(InputDataConfig=[{"ChannelName": "train", "DataSource": source}]),
        Catalogue((), ""),
    )
    assert accepted["StoppingCondition"] == {"MaxRuntimeInSeconds": 86400}
    assert accepted["OutputDataConfig"]["KmsKeyId"] == ""
    assert accepted["EnableNetworkIsolation"] is accepted["EnableManagedSpotTraining"] is False
    [channel] = accepted["InputDataConfig"]
    assert (channel["CompressionType"], channel["RecordWrapperType"]) == ("None", "None")
    assert "MetricDefinitions" not in accepted["AlgorithmSpecification"]


@pytest.mark.parametrize(("spot", "use"), [(True, "spot training job"), (False, "training job")])
def test_spot_instances_count_for_a_quota_of_their_own(spot: bool, use: str) -> None:
    asked = TRAINING.instances(request(EnableManagedSpotTraining=spot))
    assert asked == Instances(use, "ml.m5.large", 1)
    assert asked.use in TRAINING.quota_uses


@pytest.mark.parametrize(
    ("compression", "location"),
    [
        ({}, "model.tar.gz"),
        ({"CompressionType": "GZIP"}, "model.tar.gz"),
        ({"CompressionType": "NONE"}, "model/"),
    ],
)
def test_it_says_where_the_model_will_lie_before_there_is_one(
    compression: dict[str, str], location: str
) -> None:
    made = job(OutputDataConfig={"S3OutputPath": "s3://bucket/models/"} | compression)
    assert TRAINING.describe(made)["ModelArtifacts"] == {
        "S3ModelArtifacts": f"s3://bucket/models/a-job/output/{location}"
    }


def test_phases_metrics_and_seconds_are_shown_when_there_are_some() -> None:
    made = job()
    assert TRAINING.describe(made)["SecondaryStatus"] == "Starting"
    made.enter("Training", "Training", started=True)
    made.measured((Measurement("loss", 0.5, now(Clock())),))
    running = TRAINING.describe(made)
    assert "BillableTimeInSeconds" not in running
    assert "EndTime" not in running["SecondaryStatusTransitions"][-1]
    time.sleep(0.002)
    made.end("Failed", "Failed", "Training job failed", "AlgorithmError: ")
    ended = TRAINING.describe(made)
    assert ended["FinalMetricDataList"][0]["MetricName"] == "loss"
    assert ended["BillableTimeInSeconds"] == ended["TrainingTimeInSeconds"] == 1
    assert ended["FailureReason"] == "AlgorithmError: "
    assert TRAINING.summary(made).keys() == set(TRAINING.listed)


def test_every_phase_is_announced() -> None:
    made = job()
    for phase in ("Starting", "Downloading", "Training"):
        made.enter(phase, phase)
        assert TRAINING.announces(made.progress)
