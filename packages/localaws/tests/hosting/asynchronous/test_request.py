"""What InvokeEndpointAsync is asked, and what a topic is told of it."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.hosting.asynchronous import notification
from localaws.hosting.asynchronous.request import AsyncRequest, read
from localaws.hosting.asynchronous.settings import settings
from localaws.hosting.invocation.errors import InvokeError
from localaws.this_aws.s3_location import S3Location

NOW = datetime(2024, 1, 2, 3, 4, 5, 678_000, tzinfo=UTC)
CONFIG = settings(
    {
        "AsyncInferenceConfig": {
            "OutputConfig": {"S3OutputPath": "s3://b/out/", "S3FailurePath": "s3://b/bad"}
        }
    }
)


def asked(body: bytes = b"", **headers: str) -> AsyncRequest:
    assert CONFIG is not None
    named = {f"x-amzn-sagemaker-{k.replace('_', '-')}": v for k, v in headers.items()}
    return read(CONFIG, named, body, NOW, ("made", "object"))


def test_the_input_is_an_object_and_the_output_one_of_a_name_of_its_own() -> None:
    found = asked(inputlocation="s3://in/a.csv", content_type="text/csv", accept="text/x")
    assert (found.source, found.source_uri) == (S3Location("in", "a.csv"), "s3://in/a.csv")
    assert found.output == S3Location("b", "out/object.out")
    assert found.failure == S3Location("b", "bad/object-error.out")
    assert (found.inference, found.ttl, found.timeout) == ("made", 21600, 900)
    assert found.sent == {
        "content-type": "text/csv",
        "accept": "text/x",
        "x-amzn-sagemaker-inference-id": "made",
    }


def test_the_caller_may_say_more() -> None:
    found = asked(
        inputlocation="s3://in/a",
        inference_id="mine",
        requestttlseconds="60",
        invocationtimeoutseconds="3600",
        s3outputpathextension="/deep/er/",
        filename="a.json",
        custom_attributes="c",
    )
    assert found.output == S3Location("b", "out/deep/er/a.json")
    assert (found.inference, found.ttl, found.timeout) == ("mine", 60, 3600)
    assert found.sent["x-amzn-sagemaker-custom-attributes"] == "c"


def test_a_small_body_may_come_with_the_request() -> None:
    assert asked(b"x" * 128_000).source is None
    with pytest.raises(InvokeError, match="less than or equal to 128000"):
        asked(b"x" * 128_001)


@pytest.mark.parametrize(
    ("headers", "said"),
    [
        ({}, "exactly one of InputLocation and Body"),
        ({"inputlocation": "/a"}, "inputLocation"),
        ({"inputlocation": "s3://b/a", "requestttlseconds": "59"}, "from 60 to 21600"),
        ({"inputlocation": "s3://b/a", "requestttlseconds": "soon"}, "requestttlseconds"),
        ({"inputlocation": "s3://b/a", "invocationtimeoutseconds": "3601"}, "from 1 to 3600"),
        ({"inputlocation": "s3://b/a", "filename": "a.b.c"}, "filename"),
        ({"inputlocation": "s3://b/a", "s3outputpathextension": "s3:x"}, "s3outputpathextension"),
    ],
)
def test_what_the_model_of_the_service_has_not_is_refused(
    headers: dict[str, str], said: str
) -> None:
    with pytest.raises(InvokeError, match=said) as refused:
        asked(**headers)
    assert (refused.value.code, refused.value.status) == ("ValidationError", 400)


def test_body_and_location_exclude_each_other() -> None:
    with pytest.raises(InvokeError, match="exactly one"):
        asked(b"x", inputlocation="s3://b/a")


COMMON: dict[str, Any] = {
    "awsRegion": "eu-west-1",
    "eventTime": "2024-01-02T03:04:05.678Z",
    "receivedTime": "2024-01-02T03:04:05.678Z",
    "inferenceId": "made",
    "eventVersion": "1.0",
    "eventSource": "aws:sagemaker",
    "eventName": "InferenceResult",
}


def test_a_topic_is_told_of_a_success() -> None:
    request = asked(inputlocation="s3://in/a.csv", content_type="text/csv")
    told = json.loads(notification.completed(request, "e", "eu-west-1", NOW, "text/x"))
    assert told == COMMON | {
        "invocationStatus": "Completed",
        "requestParameters": {
            "contentType": "text/csv",
            "endpointName": "e",
            "inputLocation": "s3://in/a.csv",
        },
        "responseParameters": {
            "contentType": "text/x",
            "outputLocation": "s3://b/out/object.out",
        },
    }


def test_a_topic_is_told_of_a_failure() -> None:
    told = json.loads(notification.failed(asked(b"x"), "e", "eu-west-1", NOW, "it broke"))
    assert told == COMMON | {
        "invocationStatus": "Failed",
        "failureReason": "it broke",
        "requestParameters": {"endpointName": "e"},
    }
