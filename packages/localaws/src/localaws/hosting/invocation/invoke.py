"""InvokeEndpoint. The body is passed on untouched, and of the headers only those that SageMaker passes on."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from localaws.hosting.hosting import Hosting
from localaws.hosting.invocation import errors, headers, sending
from localaws.hosting.invocation.errors import LARGEST_BODY


@dataclass(frozen=True)
class InvokeResponse:
    """What the caller gets: headers by the names that SageMaker writes, and the body."""

    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)


def invoke(hosting: Hosting, name: str, given: Mapping[str, str], body: bytes) -> InvokeResponse:
    """Send one request to the endpoint ``name``. Header names are lower case.

    Raises:
        InvokeError: the caller, the endpoint or its container is at fault.
    """
    entered = time.perf_counter()
    endpoint = sending.serving(hosting, name)
    if len(body) > LARGEST_BODY:
        raise errors.too_large()
    headers.check(given)
    sent = headers.passed_on(given), body
    with sending.leased(hosting, endpoint, given.get(headers.VARIANT)) as instance:
        target = given.get(headers.CONTAINER)
        response = sending.answered(
            hosting, endpoint, instance, sent, target, sending.TIMEOUT, entered
        )
        return InvokeResponse(response.body, headers.shown(response, instance.variant))
