"""Sends a request to a pipeline's endpoint and reads its answer."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from stepline.errors import UserError
from stepline.place import Place


@dataclass(frozen=True)
class Answer:
    """What the endpoint said: ``value`` is the JSON value, or the text where it is not JSON."""

    content_type: str
    value: Any


def invoke(place: Place, pipeline: str, endpoint: str, body: bytes, content_type: str) -> Answer:
    """InvokeEndpoint.

    Raises:
        UserError: there is no such endpoint, or the container refused; with its own words.
    """
    try:
        answer = place.client("sagemaker-runtime").invoke_endpoint(
            EndpointName=endpoint, Body=body, ContentType=content_type
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ModelError":
            raise UserError(
                f"The container of endpoint {endpoint} answered "
                f"{error.response.get('OriginalStatusCode')}: "
                f"{error.response.get('OriginalMessage')}"
            ) from error
        raise UserError(
            f"The endpoint {endpoint} did not answer ({code}: {error.response['Error']['Message']})"
            f". An execution creates it: `stepline start {pipeline} --watch`."
        ) from error
    text = answer["Body"].read().decode()
    kind = answer["ContentType"].split(";")[0]
    value = json.loads(text) if kind == "application/json" else text
    return Answer(kind, value)
