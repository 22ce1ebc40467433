"""InvokeEndpoint: from the caller's headers and body to the container's response, or to an error.

Knows nothing of HTTP servers; ``http`` does. The body is passed on untouched, and of the headers
only those that SageMaker passes on.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from localaws.hosting.endpoint import Endpoint
from localaws.hosting.hosting import Hosting
from localaws.hosting.log_streams import group_of
from localaws.hosting.router import NoneReady, NoSuchVariant
from localaws.runtime.protocol import NotServing, Response

LARGEST_BODY = 6 * 1024 * 1024  # bytes
TIMEOUT = 60.0  # seconds for the container's response

_PREFIX = "x-amzn-sagemaker-"
_CUSTOM = _PREFIX + "custom-attributes"
_VARIANT = _PREFIX + "target-variant"
_REFUSED = {
    "target-model": "Multi-model endpoints are",
    "target-container-hostname": "Directly invoked containers of an inference pipeline are",
    "inference-component": "Inference components are",
    "enable-explanations": "Explanations are",
    "session-id": "Stateful sessions are",
}
_TIMED_OUT = (
    "Your invocation timed out while waiting for a response from container primary. Review the "
    "latency metrics for each container in Amazon CloudWatch, resolve the issue, and try again."
)


class InvokeError(Exception):
    """InvokeEndpoint is answered with an error: its name, HTTP status, message and members."""

    def __init__(self, code: str, status: int, message: str, **members: Any) -> None:
        super().__init__(message)
        self.code = code
        self.status = status
        self.body = json.dumps({"Message": message, "message": message} | members).encode()


@dataclass(frozen=True)
class InvokeResponse:
    """What the caller gets: headers by the names that SageMaker writes, and the body."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def too_large() -> InvokeError:
    """The refusal of a body beyond ``LARGEST_BODY``."""
    return InvokeError(
        "ValidationError",
        400,
        "1 validation error detected: Value at 'body' failed to satisfy constraint: "
        f"Member must have length less than or equal to {LARGEST_BODY}",
    )


def endpoint_not_found(name: str, account: str) -> InvokeError:
    return InvokeError("ValidationError", 400, f"Endpoint {name} of account {account} not found.")


def invoke(hosting: Hosting, name: str, headers: Mapping[str, str], body: bytes) -> InvokeResponse:
    """Send one request to the endpoint ``name``. Header names are lower case.

    Raises:
        InvokeError: the caller, the endpoint or its container is at fault.
    """
    entered = time.perf_counter()
    endpoint = hosting.endpoints.find(name)
    if endpoint is None or not endpoint.serves:
        raise endpoint_not_found(name, hosting.service.account)
    if len(body) > LARGEST_BODY:
        raise too_large()
    _check(headers)
    try:
        with endpoint.router.lease(headers.get(_VARIANT)) as instance:
            began = time.perf_counter()
            status = 0
            try:
                response = instance.request(
                    "POST", "/invocations", passed_on(headers), body, TIMEOUT
                )
                status = response.status
            except TimeoutError:
                raise _model_error(hosting, endpoint, 0, _TIMED_OUT) from None
            except NotServing as error:
                message = f"The container broke off before it answered: {error}"
                raise _model_error(hosting, endpoint, 0, message) from error
            finally:
                took = time.perf_counter() - began
                hosting.metrics.invoked(
                    *(name, instance.variant, status, took, began - entered),
                    endpoint.router.instances_of(instance.variant),
                    instance.configuration,
                )
            if not 200 <= status < 300:
                text = response.body.decode("utf-8", errors="replace")
                raise _model_error(hosting, endpoint, status, text)
            return InvokeResponse(response.body, _shown(response, instance.variant))
    except NoSuchVariant as error:
        raise InvokeError(
            "ValidationError",
            400,
            f"Variant {error} not found for Endpoint {name} of account {hosting.service.account}.",
        ) from error
    except NoneReady as error:
        raise InvokeError(
            "ServiceUnavailable", 503, f"No instance of endpoint {name} is ready to answer."
        ) from error


def passed_on(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that a container gets to see: the content's types and SageMaker's own."""
    return {
        name: value
        for name, value in headers.items()
        if name in ("content-type", "accept") or name.startswith(_PREFIX)
    }


def _check(headers: Mapping[str, str]) -> None:
    attributes = headers.get(_CUSTOM, "")
    if len(attributes) > 1024 or not re.fullmatch(r"[\x20-\x7e]*", attributes):
        raise InvokeError(
            "ValidationError",
            400,
            "1 validation error detected: Value at 'customAttributes' failed to satisfy "
            "constraint: Member must be at most 1024 printable ASCII characters",
        )
    for name, what in _REFUSED.items():
        if _PREFIX + name in headers:
            raise InvokeError(
                "ValidationError", 400, f"{what} not supported by this embedded AWS ({name})."
            )


def _shown(response: Response, variant: str) -> dict[str, str]:
    shown = {"x-Amzn-Invoked-Production-Variant": variant}
    if "content-type" in response.headers:
        shown["Content-Type"] = response.headers["content-type"]
    if _CUSTOM in response.headers:
        shown["X-Amzn-SageMaker-Custom-Attributes"] = response.headers[_CUSTOM]
    return shown


def _model_error(hosting: Hosting, endpoint: Endpoint, status: int, text: str) -> InvokeError:
    service = hosting.service
    kind = "client" if 400 <= status < 500 else "server"
    group = group_of(endpoint.name)
    console = f"https://{service.region}.console.aws.amazon.com/cloudwatch/home"
    return InvokeError(
        "ModelError",
        424,
        f'Received {kind} error ({status}) from primary with message "{text}". See '
        f"{console}?region={service.region}#logEventViewer:group={group} in account "
        f"{service.account} for more information.",
        OriginalStatusCode=status,
        OriginalMessage=text,
        LogStreamArn=f"arn:aws:logs:{service.region}:{service.account}:log-group:{group}",
    )
