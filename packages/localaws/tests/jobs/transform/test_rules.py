"""What CreateTransformJob refuses, and what it adds."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.jobs.transform.rules import check, completed
from localaws.sagemaker.errors import ApiError

DEEP = {
    "source": {"ContentType": "text/csv", "SplitType": "Line"},
    "target": {"Accept": "text/csv", "AssembleWith": "Line"},
}


def request(
    source: dict[str, Any] | None = None, target: dict[str, Any] | None = None, **members: Any
) -> dict[str, Any]:
    data = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "s3://bucket/in"}}
    return {
        "TransformInput": {"DataSource": data} | DEEP["source"] | (source or {}),
        "TransformOutput": {"S3OutputPath": "s3://bucket/out"} | DEEP["target"] | (target or {}),
    } | members


def processing(content_type: str = "text/csv", /, **asked: str) -> dict[str, Any]:
    source, target = {"ContentType": content_type}, {"Accept": content_type}
    return request(source, target, DataProcessing=asked)


JOINED = {"JoinSource": "Input"}
UNKNOWN_SOURCE = {"S3DataSource": {"S3DataType": "AugmentedManifestFile", "S3Uri": "s3://b/k"}}
NO_LOCATION = {"S3DataSource": {"S3DataType": "S3Prefix", "S3Uri": "/data"}}


@pytest.mark.parametrize(
    "sound",
    [
        request(),
        request(MaxConcurrentTransforms=4, MaxPayloadInMB=25),
        request(MaxConcurrentTransforms=1000, MaxPayloadInMB=0),
        request({"ContentType": "image/png"}, DataProcessing={"InputFilter": "$"}),
        processing(InputFilter="$[1:]", JoinSource="Input", OutputFilter="$[0,-1]"),
        processing("application/jsonlines", InputFilter="$.a", OutputFilter="$['id','b']"),
        processing("text/csv; charset=utf-8", JoinSource="Input"),
        request(
            {"SplitType": "None", "ContentType": "application/json"},
            {"AssembleWith": "None", "Accept": "application/json"},
            DataProcessing=JOINED,
        ),
        request(target={"Accept": "application/json"}, DataProcessing={"InputFilter": "$[1:]"}),
    ],
)
def test_a_sound_request_passes(sound: dict[str, Any]) -> None:
    check(sound)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (request({"DataSource": UNKNOWN_SOURCE}), "S3DataType AugmentedManifestFile is not valid"),
        (request({"DataSource": NO_LOCATION}), "s3DataSource.s3Uri' is not valid"),
        (request(target={"S3OutputPath": "out"}), "transformOutput.s3OutputPath' is not valid"),
        (request(Environment={"A": "\0"}), "NUL"),
        (request(MaxPayloadInMB=101), "MaxPayloadInMB must be at most 100, and is 101"),
        (
            request(MaxConcurrentTransforms=5, MaxPayloadInMB=21),
            r"must be at most 100 MB, and 5 \* 21 is 105 MB",
        ),
        (request(DataCaptureConfig={"DestinationS3Uri": "s3://b/c"}), "DataCaptureConfig is not s"),
        (request(ExperimentConfig={"TrialName": "t"}), "ExperimentConfig is not supported"),
        (processing(InputFilter="features"), "InputFilter: .* must begin with|must begin with"),
        (processing(OutputFilter="$..a"), "dataProcessing.outputFilter' is not a JSONPath"),
        (processing(InputFilter="$.a"), r"InputFilter '\$\.a' cannot be applied to text/csv"),
        (processing("image/png", JoinSource="Input"), "and it is 'image/png'"),
        (request({"ContentType": ""}, DataProcessing=JOINED), "ContentType to be one of"),
        (
            request(target={"Accept": "application/json"}, DataProcessing=JOINED),
            "Accept to be the same .* 'text/csv', and it is 'application/json'",
        ),
        (
            request(target={"Accept": ""}, DataProcessing={"OutputFilter": "$[0]"}),
            "Accept to be the same",
        ),
        (request({"SplitType": "None"}, DataProcessing=JOINED), "text/csv needs SplitType Line"),
        (
            request(target={"AssembleWith": "None"}, DataProcessing=JOINED),
            "needs AssembleWith Line",
        ),
        (
            request(
                {"ContentType": "application/json", "SplitType": "TFRecord"},
                {"Accept": "application/json"},
                DataProcessing=JOINED,
            ),
            "application/json needs SplitType None or Line",
        ),
    ],
)
def test_what_cannot_be_done_is_refused_by_name(wrong: dict[str, Any], message: str) -> None:
    with pytest.raises(ApiError, match=message):
        check(wrong)


def test_defaults_are_added_and_what_was_asked_for_stays() -> None:
    found = completed(request({"CompressionType": "Gzip"}, DataProcessing=JOINED))
    assert found["TransformInput"]["CompressionType"] == "Gzip"
    assert found["TransformInput"]["SplitType"] == "Line"
    assert found["TransformOutput"]["KmsKeyId"] == ""
    assert found["DataProcessing"] == {
        "InputFilter": "$",
        "OutputFilter": "$",
        "JoinSource": "Input",
    }
