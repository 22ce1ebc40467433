"""AsyncInferenceConfig, read: where responses go, who is told, and how many requests go at once. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from localaws.hosting.locations import location
from localaws.sagemaker.errors import unsupported, validation
from localaws.this_aws.s3_location import S3Location

_CONCURRENT = 4  # requests of an instance at once, where nobody says; SageMaker chooses then


@dataclass(frozen=True)
class AsyncSettings:
    """How an endpoint is invoked asynchronously. ``request`` is AsyncInferenceConfig as it was asked for."""

    request: Mapping[str, Any]
    output: S3Location
    failures: S3Location | None
    success_topic: str | None
    error_topic: str | None
    key: str | None  # KMS's, that encrypts the responses
    concurrent: int


def settings(request: Mapping[str, Any]) -> AsyncSettings | None:
    """What CreateEndpointConfig's request says of it; None where it says nothing.

    Raises:
        ApiError: it cannot be done so.
    """
    asked = request.get("AsyncInferenceConfig")
    if asked is None:
        return None
    output = asked["OutputConfig"]
    topics = output.get("NotificationConfig", {})
    if topics.get("IncludeInferenceResponseIn"):
        raise unsupported(
            "NotificationConfig IncludeInferenceResponseIn",
            "Read the response from the object that the notification names.",
        )
    if "S3OutputPath" not in output:
        raise validation("AsyncInferenceConfig OutputConfig must have an S3OutputPath.")
    return AsyncSettings(
        request=asked,
        output=location("S3OutputPath", output["S3OutputPath"]),
        failures=(
            location("S3FailurePath", output["S3FailurePath"])
            if "S3FailurePath" in output
            else None
        ),
        success_topic=topics.get("SuccessTopic"),
        error_topic=topics.get("ErrorTopic"),
        key=output.get("KmsKeyId"),
        concurrent=asked.get("ClientConfig", {}).get(
            "MaxConcurrentInvocationsPerInstance", _CONCURRENT
        ),
    )
