"""InvokeEndpoint. The body is passed on untouched, and of the headers only those that SageMaker passes on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from localaws.hosting.hosting import Hosting
from localaws.hosting.invocation import headers, sending
from localaws.hosting.invocation.recording import Sampled
from localaws.hosting.serving import Serving
from localaws.sagemaker.in_turn import Answered


@dataclass(frozen=True)
class InvokeResponse:
    """What the caller gets: headers by the names that SageMaker writes, and the body."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


def invoke(hosting: Hosting, name: str, given: Mapping[str, str], body: bytes) -> InvokeResponse:
    """Send one request to the endpoint ``name``. Header names are lower case.

    Raises:
        InvokeError: the caller, the endpoint or its container is at fault.
    """
    entered = time.perf_counter()
    endpoint = sending.serving(hosting, name)
    sending.check_size(endpoint, body)
    headers.check(given)
    sampled = Sampled.of(endpoint)

    def answer(instance: Serving) -> Answered:
        response = sending.answered(
            *(hosting, endpoint, instance, (headers.passed_on(given), body)),
            *(given.get(headers.CONTAINER), sending.TIMEOUT, entered),
        )
        sampled.capture(hosting, instance.variant, given, body, response)
        return response

    def copy(shadow: str) -> None:
        with endpoint.router.lease(shadow, shadow=True) as instance:
            answer(instance)

    with sending.leased(hosting, endpoint, given.get(headers.VARIANT)) as instance:
        hosting.shadows.copy(endpoint.router, copy)
        response = answer(instance)
        return InvokeResponse(response.body, headers.shown(response, instance.variant))
