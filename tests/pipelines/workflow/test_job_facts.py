"""What a record says of a job: SageMaker's words, and a cost only where a price is known."""

from __future__ import annotations

from typing import Any

import pytest

from pipelines.prices import prices
from pipelines.workflow.job_facts import bill, facts, untold
from tests.pipelines.conftest import evaluated

OWN = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
ITEM = {"key": "train", "name": "Train", "kind": "training", "job": "job-0", "reused_from": None}
ROOM = 20_000
TRAINED = {
    "TrainingJobArn": "arn:job",
    "TrainingJobStatus": "Completed",
    "RoleArn": "arn:role",
    "AlgorithmSpecification": {"TrainingImage": "1.dkr.ecr.r.amazonaws.com/i:tag"},
    "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2, "VolumeSizeInGB": 50},
    "TrainingStartTime": "2026-01-02T03:04:05Z",
    "TrainingEndTime": "2026-01-02T04:04:05.5Z",
    "TrainingTimeInSeconds": 3600,
    "BillableTimeInSeconds": 1800,
    "HyperParameters": {"depth": "5", "sagemaker_submit_directory": "s3://b/code/3c4b.tar.gz"},
    "InputDataConfig": [
        {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/data/"}}}
    ],
    "ModelArtifacts": {"S3ModelArtifacts": "s3://b/m.tar.gz"},
    "FinalMetricDataList": [{"MetricName": "f1", "Value": 0.9, "Timestamp": "2026"}],
}
PROCESSED = {
    "ProcessingJobStatus": "Failed",
    "ExitMessage": "Too few rows.",
    "FailureReason": "AlgorithmError: , exit code: 1",
    "AppSpecification": {
        "ImageUri": "i@sha256:ab",
        "ContainerEntrypoint": ["python3", "/opt/ml/processing/input/code/0f1e.zip"],
        "ContainerArguments": ["--seed", "7"],
    },
    "ProcessingResources": {
        "ClusterConfig": {
            "InstanceType": "ml.t3.large",
            "InstanceCount": 1,
            "VolumeSizeInGB": 30,
        }
    },
    "ProcessingInputs": [
        {"InputName": "code", "S3Input": {"S3Uri": "s3://b/code/0f1e.zip"}},
        {"InputName": "data", "S3Input": {"S3Uri": "s3://b/data/"}},
    ],
    "ProcessingOutputConfig": {
        "Outputs": [{"OutputName": "train", "S3Output": {"S3Uri": "s3://b/train"}}]
    },
    "ProcessingStartTime": "2026-01-02T03:04:05Z",
    "ProcessingEndTime": "2026-01-02T03:04:35.250Z",
}


def of(kind: Any, described: dict[str, Any], region: str = "us-east-1") -> Any:
    return evaluated(facts(kind, region), {**ITEM, "room": ROOM}, result=described)


def test_a_training_job_is_told_as_sagemaker_described_it() -> None:
    told = of("training", TRAINED)
    assert {key: told[key] for key in ITEM} == ITEM
    assert told["image"] == {"uri": "1.dkr.ecr.r.amazonaws.com/i:tag", "digest": None}
    assert told["code"] == {"uri": "s3://b/code/3c4b.tar.gz", "hash": "3c4b"}
    assert told["instances"] == {"type": "ml.m5.large", "count": 2, "volume_gb": 50}
    assert (told["seconds"], told["billable_seconds"]) == (3600, 1800)
    assert told["ended"] == "2026-01-02T04:04:05.500Z"
    assert told["inputs"] == [{"name": "train", "uri": "s3://b/data/"}]
    assert told["outputs"] == [{"name": "model", "uri": "s3://b/m.tar.gz"}]
    assert told["metrics"] == {"f1": 0.9}
    assert (told["entry_point"], told["failure_reason"], told["problem"]) == (None, None, None)


def test_a_processing_job_says_itself_why_it_failed_and_has_its_code_among_its_inputs() -> None:
    told = of("processing", PROCESSED)
    assert (told["status"], told["failure_reason"]) == ("Failed", "Too few rows.")
    assert told["code"] == {"uri": "s3://b/code/0f1e.zip", "hash": "0f1e"}
    assert told["image"] == {"uri": "i@sha256:ab", "digest": "sha256:ab"}
    assert told["arguments"] == ["--seed", "7"]
    assert told["seconds"] == told["billable_seconds"] == 30.25
    assert told["hyperparameters"] is None


def test_a_transform_job_has_the_image_of_its_model() -> None:
    told = of(
        "transform",
        {
            "TransformJobStatus": "Completed",
            "TransformInput": {"DataSource": {"S3DataSource": {"S3Uri": "s3://b/corpus/"}}},
            "TransformOutput": {"S3OutputPath": "s3://b/said/"},
            "TransformResources": {"InstanceType": "ml.m5.large", "InstanceCount": 1},
            "TransformStartTime": "2026-01-02T03:04:05Z",
            "TransformEndTime": "2026-01-02T03:05:05Z",
        },
    )
    assert (told["image"], told["instances"]["volume_gb"]) == (None, None)
    assert told["cost"]["usd"] > 0


def test_a_cost_is_the_billed_hours_of_all_machines_and_of_their_volumes() -> None:
    known = prices("us-east-1", "training")
    hours = 2 * 1800 / 3600
    expected = hours * known.hourly["ml.m5.large"] + 50 * hours / 730 * (known.volume or 0)
    assert of("training", TRAINED)["cost"] == {
        "usd": pytest.approx(expected, abs=1e-6),
        "why": None,
    }


@pytest.mark.parametrize(
    ("changed", "region", "why"),
    [
        (
            {"ResourceConfig": {"InstanceType": "ml.p5.48xlarge", "InstanceCount": 1}},
            "us-east-1",
            "The price table has no ml.p5.48xlarge for training jobs in us-east-1.",
        ),
        ({}, "eu-west-1", "The price table has no ml.m5.large for training jobs in eu-west-1."),
        ({"BillableTimeInSeconds": None}, "us-east-1", "How long is billed is not known."),
    ],
)
def test_a_cost_that_is_not_known_is_never_nothing(
    changed: dict[str, Any], region: str, why: str
) -> None:
    described = {key: value for key, value in {**TRAINED, **changed}.items() if value is not None}
    assert of("training", described, region)["cost"] == {"usd": None, "why": why}


@pytest.mark.parametrize(
    ("changed", "seconds", "usd"),
    [
        ({}, 1800, True),
        ({"BillableTimeInSeconds": None, "TrainingStartTime": None, "TrainingJobStatus": "Stopped"}, 0, True),
        ({"BillableTimeInSeconds": None}, None, False),
    ],
)  # fmt: skip
def test_a_training_of_a_tuning_job_is_billed_by_itself(
    changed: dict[str, Any], seconds: int | None, usd: bool
) -> None:
    described = {key: value for key, value in {**TRAINED, **changed}.items() if value is not None}
    told = evaluated(bill("us-east-1"), "a-name", result=described)
    assert told["billable_seconds"] == seconds
    assert (told["cost"]["usd"] is not None) is usd


def test_what_is_too_long_for_a_state_is_left_out_by_name() -> None:
    told = of("training", {**TRAINED, "HyperParameters": {"text": "x" * ROOM}})
    assert (told["hyperparameters"], told["left_out"]) == (None, ["hyperparameters"])


def test_a_job_that_never_started_took_no_time_that_is_known() -> None:
    bare = {"TrainingJobStatus": "Failed", "FailureReason": "ClientError: no such role"}
    told = of("training", bare)
    assert (told["seconds"], told["started"], told["failure_reason"]) == (
        None,
        None,
        "ClientError: no such role",
    )


def test_a_job_that_is_not_described_says_why_and_costs_nothing_that_is_known() -> None:
    failure = {"Error": "SageMaker.SageMakerException", "Cause": "Requested resource not found."}
    told = evaluated(untold("training"), {**ITEM, "failure": failure})
    assert "failure" not in told
    assert told["problem"] == (
        "DescribeTrainingJob did not tell: SageMaker.SageMakerException Requested resource not found."
    )
    assert told["cost"]["usd"] is None


@pytest.mark.parametrize(
    ("image", "is_asked"),
    [
        ({"uri": f"{OWN}/ours:1.0", "digest": None}, True),
        ({"uri": f"{OWN}/group/ours:1.0", "digest": None}, True),
        ({"uri": f"{OWN}/ours@sha256:abc", "digest": "sha256:abc"}, False),
        ({"uri": f"{OWN.replace('us-east-1', 'eu-west-1')}/ours:1.0", "digest": None}, False),
        ({"uri": f"{OWN.replace('123456789012', '683313688378')}/xgboost:1.7-1", "digest": None}, False),
        ({"uri": "docker.io/library/python:3.11", "digest": None}, False),
        (None, False),
    ],
)  # fmt: skip
def test_only_the_accounts_own_registry_is_asked_for_a_digest(
    definitions: Any, evaluate: Any, image: Any, is_asked: bool
) -> None:
    """AWS tells nobody what lies in its own."""
    inside = definitions["ner"]["States"]["Describe jobs"]["ItemProcessor"]["States"]
    (way,) = inside["Is its digest to be found?"]["Choices"]
    assert evaluate(way["Condition"], {"image": image}) is is_asked
