"""What CreateProcessingJob refuses beyond the service model."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.jobs.processing import check
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
