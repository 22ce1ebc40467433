"""Sends a request to a pipeline's endpoint and reads its response."""

from __future__ import annotations

import json
from typing import Any

from botocore.exceptions import ClientError

from stepline import advice
from stepline.deployment import Deployment
from stepline.errors import UserError
from stepline.request import Request
from stepline.target import Target


def invoke(target: Target, deployment: Deployment, request: Request) -> Any:
    """InvokeEndpoint; the response as a JSON value, or as a text where it is not JSON.

    Raises:
        UserError: there is no such endpoint, or the container refused; with its own words.
    """
    endpoint = deployment.endpoint
    try:
        response = target.client("sagemaker-runtime").invoke_endpoint(
            EndpointName=endpoint, Body=request.body, ContentType=request.content_type
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        if code == "ModelError":
            raise UserError(
                f"The container of endpoint {endpoint} answered "
                f"{error.response.get('OriginalStatusCode')}: "
                f"{error.response.get('OriginalMessage')}"
            ) from error
        start = advice.command("start", deployment.pipeline, deployment.stage, "--watch")
        raise UserError(
            f"The endpoint {endpoint} did not answer ({code}: {error.response['Error']['Message']})"
            f". An execution creates it: `{start}`."
        ) from error
    text = response["Body"].read().decode()
    return json.loads(text) if response["ContentType"].split(";")[0] == "application/json" else text
