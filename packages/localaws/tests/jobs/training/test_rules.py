"""What CreateTrainingJob refuses beyond the service model."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.jobs.training.rules import check
from localaws.sagemaker.errors import ApiError


def request(**members: Any) -> dict[str, Any]:
    return {
        "TrainingJobName": "a-job",
        "RoleArn": "arn:aws:iam::123456789012:role/job",
        "AlgorithmSpecification": {"TrainingImage": "image:1", "TrainingInputMode": "File"},
        "ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 1, "VolumeSizeInGB": 1},
        "StoppingCondition": {"MaxRuntimeInSeconds": 60},
        "OutputDataConfig": {"S3OutputPath": "s3://bucket/models"},
    } | members


def channel(name: str = "train", **source: Any) -> dict[str, Any]:
    full = {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/train"} | source
    return {"ChannelName": name, "DataSource": {"S3DataSource": full}}


def algorithm(**members: Any) -> dict[str, Any]:
    return {"TrainingImage": "image:1", "TrainingInputMode": "File"} | members


def metric(regex: str) -> dict[str, Any]:
    return algorithm(MetricDefinitions=[{"Name": "loss", "Regex": regex}])


def test_a_sound_request_passes() -> None:
    check(request(InputDataConfig=[channel("train"), channel("validation")]))


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"ResourceConfig": {"InstanceType": "ml.m5.large", "InstanceCount": 2}}, "2 instances"),
        ({"ResourceConfig": {"InstanceCount": 1}}, "null at 'resourceConfig.instanceType'"),
        ({"AlgorithmSpecification": {"TrainingInputMode": "File"}}, "trainingImage' failed"),
        ({"AlgorithmSpecification": algorithm(AlgorithmName="a")}, "AlgorithmName is not supp"),
        ({"AlgorithmSpecification": metric("loss=(")}, r"'loss=\('.* is not valid: missing"),
        ({"AlgorithmSpecification": metric("loss")}, "no capture group"),
        ({"InputDataConfig": [channel(), channel()]}, "must be unique .*: train, train"),
        ({"InputDataConfig": [channel() | {"InputMode": "Pipe"}]}, "Pipe of channel 'train'"),
        ({"InputDataConfig": [channel(S3DataType="AugmentedManifestFile")]}, "Use S3Prefix or"),
        ({"InputDataConfig": [channel(S3Uri="https://bucket/x")]}, "is not an S3 address"),
        ({"InputDataConfig": [{"ChannelName": "a", "DataSource": {}}]}, "'a' names no DataSource"),
        ({"OutputDataConfig": {"S3OutputPath": "https://bucket/x"}}, "outputDataConfig.s3Output"),
        ({"EnableManagedSpotTraining": True}, "Invalid MaxWaitTimeInSeconds"),
        ({"CheckpointConfig": {"S3Uri": "s3://b/c", "LocalPath": "/tmp/c"}}, "start with /opt/ml/"),
        ({"CheckpointConfig": {"S3Uri": "s3://b/c", "LocalPath": "/opt/ml/../c"}}, "'/opt/ml/../c"),
        ({"ExperimentConfig": {"TrialName": "t"}}, "ExperimentConfig is not supported"),
        ({"DebugRuleConfigurations": [{"RuleConfigurationName": "r"}]}, "DebugRuleConfig"),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(members: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiError, match=message) as caught:
        check(request(**members))
    assert caught.value.code == "ValidationException"


def test_pipe_as_the_default_mode_is_no_fault_where_no_channel_uses_it() -> None:
    file = channel() | {"InputMode": "File"}
    check(
        request(AlgorithmSpecification=algorithm(TrainingInputMode="Pipe"), InputDataConfig=[file])
    )


@pytest.mark.parametrize(
    "members",
    [
        {"DebugHookConfig": {"S3OutputPath": "s3://bucket/debug"}},
        {"ProfilerConfig": {"S3OutputPath": "s3://bucket/profile", "DisableProfiler": False}},
        {"ProfilerRuleConfigurations": [{"RuleConfigurationName": "ProfilerReport-1623986070"}]},
        {"RemoteDebugConfig": {"EnableRemoteDebug": False}},
        {"VpcConfig": {"Subnets": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}},
    ],
)
def test_what_the_sdk_always_sends_passes(members: dict[str, Any]) -> None:
    check(request(**members))


@pytest.mark.parametrize(
    "members",
    [
        {"Environment": {"A": "x\0y"}},
        {"AlgorithmSpecification": algorithm(ContainerArguments=["\0"])},
        {"AlgorithmSpecification": algorithm(ContainerEntrypoint=["a\0"])},
    ],
)
def test_what_no_program_can_be_given_is_refused(members: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="no program can be given the NUL character"):
        check(request(**members))


@pytest.mark.parametrize("path", ["/opt/ml/checkpoints/a\0", "/opt/ml/" + "n" * 256])
def test_a_path_that_no_file_system_has_is_refused(path: str) -> None:
    with pytest.raises(ApiError, match="no path of a file system"):
        check(request(CheckpointConfig={"S3Uri": "s3://bucket/c", "LocalPath": path}))
