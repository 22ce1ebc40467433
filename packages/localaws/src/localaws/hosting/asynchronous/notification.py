"""What topics are told of an asynchronous inference. Pure.

By the developer guide (async-inference-check-predictions) and by what published consumers read of it.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from localaws.hosting.asynchronous.request import AsyncRequest


def completed(
    request: AsyncRequest, endpoint: str, region: str, now: datetime, content_type: str | None
) -> str:
    """The message that it has succeeded."""
    response = {"contentType": content_type} if content_type else {}
    output = f"s3://{request.output.bucket}/{request.output.key}"
    more = {"responseParameters": response | {"outputLocation": output}}
    return _message(request, endpoint, region, now, {"invocationStatus": "Completed"}, more)


def failed(request: AsyncRequest, endpoint: str, region: str, now: datetime, reason: str) -> str:
    """The message that it has failed."""
    status = {"invocationStatus": "Failed", "failureReason": reason}
    return _message(request, endpoint, region, now, status, {})


def _message(
    request: AsyncRequest,
    endpoint: str,
    region: str,
    now: datetime,
    status: dict[str, Any],
    more: dict[str, Any],
) -> str:
    asked = {"endpointName": endpoint}
    if request.source_uri is not None:
        asked["inputLocation"] = request.source_uri
    if "content-type" in request.sent:
        asked = {"contentType": request.sent["content-type"]} | asked
    return json.dumps(
        {
            "awsRegion": region,
            "eventTime": _iso(now),
            "receivedTime": _iso(request.received),
            **status,
            "requestParameters": asked,
            **more,
            "inferenceId": request.inference,
            "eventVersion": "1.0",
            "eventSource": "aws:sagemaker",
            "eventName": "InferenceResult",
        },
        separators=(",", ":"),
    )


def _iso(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}.{moment.microsecond // 1000:03d}Z"
