"""AsyncInferenceConfig, as it is read."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.hosting.asynchronous.settings import AsyncSettings, settings
from localaws.sagemaker.errors import ApiError
from localaws.this_aws.s3_location import S3Location


def read(client: dict[str, Any] | None = None, **output: Any) -> AsyncSettings:
    asked = {"OutputConfig": {"S3OutputPath": "s3://b/out"} | output}
    found = settings({"AsyncInferenceConfig": asked | ({"ClientConfig": client} if client else {})})
    assert found is not None
    return found


def test_without_one_an_endpoint_is_invoked_at_once() -> None:
    assert settings({}) is None


def test_it_says_where_responses_go_and_who_is_told() -> None:
    topics = {"SuccessTopic": "arn:s", "ErrorTopic": "arn:e"}
    found = read(S3FailurePath="s3://f/", KmsKeyId="k", NotificationConfig=topics)
    assert (found.output, found.failures) == (S3Location("b", "out"), S3Location("f", ""))
    assert (found.success_topic, found.error_topic, found.key) == ("arn:s", "arn:e", "k")
    assert (read().failures, read().error_topic) == (None, None)


def test_it_says_how_many_requests_go_at_once() -> None:
    assert read({"MaxConcurrentInvocationsPerInstance": 7}).concurrent == 7
    assert read().concurrent == 4


@pytest.mark.parametrize(
    ("output", "said"),
    [
        ({"S3OutputPath": "/out"}, "S3OutputPath must be an S3 URI, and /out is not"),
        ({"S3FailurePath": "ftp://x"}, "S3FailurePath must be an S3 URI"),
        (
            {"NotificationConfig": {"IncludeInferenceResponseIn": ["SUCCESS_NOTIFICATION_TOPIC"]}},
            "IncludeInferenceResponseIn is not supported by this embedded AWS",
        ),
    ],
)
def test_what_cannot_be_done_is_refused(output: dict[str, Any], said: str) -> None:
    with pytest.raises(ApiError, match=said):
        read(**output)


def test_a_response_needs_a_place() -> None:
    with pytest.raises(ApiError, match="must have an S3OutputPath"):
        settings({"AsyncInferenceConfig": {"OutputConfig": {}}})
