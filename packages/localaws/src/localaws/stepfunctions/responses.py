"""What the optimised integration of SageMaker gives a state: outputs, errors and causes as AWS shapes them."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

from localaws.sagemaker import state_change
from localaws.sagemaker.errors import ApiError

# Codes with an exception class of their own in the SDK that Step Functions calls SageMaker with.
_OWN_EXCEPTIONS = {
    "ResourceLimitExceeded": "ResourceLimitExceededException",
    "ResourceInUse": "ResourceInUseException",
    "ResourceNotFound": "ResourceNotFoundException",
    "ConflictException": "ConflictException",
}
STARTED_BY = {"Key": "MANAGED_BY_AWS", "Value": "STARTED_BY_STEP_FUNCTIONS"}


def tagged(tags: list[dict[str, str]] | None, execution: str) -> list[dict[str, str]]:
    """The tags of a request and the two that Step Functions adds with ``.sync``."""
    return [
        *(tags or []),
        STARTED_BY,
        {"Key": "AWS_STEP_FUNCTIONS_EXECUTION_ARN", "Value": execution},
    ]


def error_name(error: ApiError) -> str:
    """The error's name in the state machine's language."""
    return f"SageMaker.{_OWN_EXCEPTIONS.get(error.code, 'AmazonSageMakerException')}"


def cause(error: ApiError) -> str:
    return (
        f"{error.message} (Service: AmazonSageMaker; Status Code: {error.status}; "
        f"Error Code: {error.code}; Request ID: {uuid.uuid4()}; Proxy: null)"
    )


def request_response(response: dict[str, Any]) -> dict[str, Any]:
    """The output of a state that does not wait: the API's response and how it came."""
    request_id = str(uuid.uuid4())
    headers = {
        "x-amzn-RequestId": request_id,
        "Content-Type": "application/x-amz-json-1.1",
        "Date": datetime.now(UTC).strftime("%a, %d %b %Y %H:%M:%S GMT"),
    }
    return {
        **response,
        "SdkHttpMetadata": {
            "AllHttpHeaders": {name: [value] for name, value in headers.items()},
            "HttpHeaders": headers,
            "HttpStatusCode": 200,
        },
        "SdkResponseMetadata": {"RequestId": request_id},
    }


def job(describe: dict[str, Any], tags: list[dict[str, str]]) -> dict[str, Any]:
    """The output of a state that waited, also the cause of its failure: times in milliseconds."""
    return state_change.detail(describe, tags)


def compact(value: dict[str, Any]) -> str:
    return json.dumps(value, separators=(",", ":"))
