"""The headers of a request to an endpoint: what they may say, what a container sees, what comes back. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping

from localaws.hosting.invocation.errors import InvokeError, constraint
from localaws.runtime.protocol import Response

PREFIX = "x-amzn-sagemaker-"
CUSTOM = PREFIX + "custom-attributes"
INFERENCE_ID = PREFIX + "inference-id"
VARIANT = PREFIX + "target-variant"
CONTAINER = PREFIX + "target-container-hostname"
REFUSED = {
    "target-model": "Multi-model endpoints are",
    "inference-component": "Inference components are",
    "enable-explanations": "Explanations are",
    "session-id": "Stateful sessions are",
}
_LONGEST_ID = 64


def passed_on(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that a container gets to see: the content's types and SageMaker's own."""
    return {
        name: value
        for name, value in headers.items()
        if name in ("content-type", "accept") or name.startswith(PREFIX)
    }


def check(headers: Mapping[str, str]) -> None:
    """See that they say what can be done here.

    Raises:
        InvokeError: they do not.
    """
    attributes = headers.get(CUSTOM, "")
    if len(attributes) > 1024 or not re.fullmatch(r"[\x20-\x7e]*", attributes):
        said = "Member must be at most 1024 printable ASCII characters"
        raise constraint("customAttributes", said)
    identifier = headers.get(INFERENCE_ID)
    if identifier is not None and not 1 <= len(identifier) <= _LONGEST_ID:
        raise constraint("inferenceId", f"Member must have 1 to {_LONGEST_ID} characters")
    for name, what in REFUSED.items():
        if PREFIX + name in headers:
            raise InvokeError(
                "ValidationError", 400, f"{what} not supported by this embedded AWS ({name})."
            )


def shown(response: Response, variant: str) -> dict[str, str]:
    """The headers that the caller gets, by the names that SageMaker writes."""
    made = {"x-Amzn-Invoked-Production-Variant": variant}
    if "content-type" in response.headers:
        made["Content-Type"] = response.headers["content-type"]
    if CUSTOM in response.headers:
        made["X-Amzn-SageMaker-Custom-Attributes"] = response.headers[CUSTOM]
    return made
