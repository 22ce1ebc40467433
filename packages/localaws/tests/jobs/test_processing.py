"""What a processing job is: what is refused, what it comes to, what is shown of it."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.clock import Clock
from localaws.images.aws_made import Catalogue
from localaws.jobs.job import Job
from localaws.jobs.plan import JobPlan
from localaws.jobs.processing import PROCESSING, check
from localaws.sagemaker.errors import ApiError


def item(name: str = "raw", **source: Any) -> dict[str, Any]:
    full = {
        "S3Uri": "s3://bucket/raw",
        "LocalPath": "/opt/ml/processing/raw",
        "S3DataType": "S3Prefix",
    }
    return {"InputName": name, "S3Input": full | source}


def output(name: str = "train", **target: Any) -> dict[str, Any]:
    full = {
        "S3Uri": "s3://bucket/out",
        "LocalPath": "/opt/ml/processing/out",
        "S3UploadMode": "EndOfJob",
    }
    return {"OutputName": name, "S3Output": full | target}


CLUSTER = {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1}


def request(
    inputs: list[dict[str, Any]], outputs: list[dict[str, Any]], **cluster: Any
) -> dict[str, Any]:
    full = {name: value for name, value in (CLUSTER | cluster).items() if value is not None}
    return {
        "ProcessingInputs": inputs,
        "ProcessingOutputConfig": {"Outputs": outputs},
        "ProcessingResources": {"ClusterConfig": full},
    }


def test_a_sound_request_passes() -> None:
    check(request([item("a"), item("b")], [output("a"), output("b")]))
    check(request([], []))


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (request([item(), item()], []), "ProcessingInputs must be unique, and 'raw'"),
        (request([], [output(), output()]), "Outputs must be unique, and 'train'"),
        (request([item(LocalPath="/opt/ml/input/x")], []), "start with /opt/ml/processing/"),
        (request([item(LocalPath="/opt/ml/processing/../x")], []), "LocalPath"),
        (request([item(S3InputMode="Pipe")], []), "S3InputMode Pipe of ProcessingInput 'raw'"),
        (request([item(S3CompressionType="Gzip")], []), "S3CompressionType Gzip"),
        (request([item(S3Uri="/data")], []), "is not an S3 URI"),
        (request([{"InputName": "raw"}], []), "'raw' names no S3Input"),
        (request([{"InputName": "a", "DatasetDefinition": {"LocalPath": "x"}}], []), "DatasetDef"),
        (request([], [output(LocalPath="/tmp/out")]), "start with /opt/ml/processing/"),
        (request([], [{"OutputName": "a", "FeatureStoreOutput": {"X": "y"}}]), "FeatureStoreOut"),
        (
            request([], []) | {"ExperimentConfig": {"TrialName": "t"}},
            "ExperimentConfig is not supported",
        ),
        (request([], [], InstanceType=None), "clusterConfig.instanceType' failed to satisfy"),
        (request([], [], InstanceCount=None), "clusterConfig.instanceCount' failed to satisfy"),
        (request([], [], InstancePreferences=[{"InstanceType": "x"}]), "InstancePreferences is"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiError, match=message):
        check(wrong)


def job(**members: Any) -> Job:
    """A job of a request that was accepted."""
    request = {
        "ProcessingJobName": "a-job",
        "RoleArn": "arn:role",
        "AppSpecification": {"ImageUri": "image:1"},
        "ProcessingResources": {"ClusterConfig": CLUSTER},
    } | members
    accepted = PROCESSING.accepted(request, Catalogue((), ""))
    return Job("processing job", "a-job", "arn:a-job", accepted, Clock())


def planned(**members: Any) -> JobPlan:
    return PROCESSING.plan(job(**members), lambda isolated: {"ISOLATED": str(isolated)})


def test_an_accepted_request_shows_what_aws_adds() -> None:
    made = job(ProcessingInputs=[item()], ProcessingOutputConfig={"Outputs": [output()]})
    shown = PROCESSING.describe(made)
    assert shown["StoppingCondition"] == {"MaxRuntimeInSeconds": 86400}
    assert shown["ProcessingInputs"][0]["AppManaged"] is False
    assert shown["ProcessingInputs"][0]["S3Input"]["S3DataDistributionType"] == "FullyReplicated"
    assert shown["ProcessingOutputConfig"]["Outputs"][0]["AppManaged"] is False


def test_what_the_application_manages_itself_is_left_out_of_the_plan() -> None:
    made = planned(
        ProcessingInputs=[item("ours"), item("its") | {"AppManaged": True}],
        ProcessingOutputConfig={
            "Outputs": [
                output("ours", S3UploadMode="Continuous"),
                output("its") | {"AppManaged": True},
            ]
        },
    )
    assert [found.name for found in made.inputs] == ["ours"]
    assert [(found.name, found.continuous) for found in made.outputs] == [("ours", True)]


@pytest.mark.parametrize("isolated", [True, False])
def test_an_isolated_job_gets_the_environment_of_one(isolated: bool) -> None:
    made = planned(NetworkConfig={"EnableNetworkIsolation": isolated})
    assert (made.isolated, made.environment["ISOLATED"]) == (isolated, str(isolated))


def test_the_container_can_read_its_whole_request() -> None:
    config = planned().files["config/processingjobconfig.json"]
    assert config["ProcessingJobArn"] == "arn:a-job"
    assert config["ProcessingOutputConfig"] == {"Outputs": [], "KmsKeyId": None}


def test_phases_within_a_status_are_not_announced() -> None:
    made = job()
    made.enter("Starting", "Preparing")
    assert PROCESSING.announces(made.progress)
    made.enter("Downloading", "Downloading")
    assert not PROCESSING.announces(made.progress)
    made.request_stop()
    assert PROCESSING.announces(made.progress)


def test_its_exit_message_is_shown_when_it_has_left_one() -> None:
    silent, speaking = job(), job()
    silent.end("Completed", "Completed", "over")
    speaking.end("Completed", "Completed", "over", exit_message="kept 12 of 13")
    assert "ExitMessage" not in PROCESSING.describe(silent)
    assert PROCESSING.summary(speaking)["ExitMessage"] == "kept 12 of 13"
