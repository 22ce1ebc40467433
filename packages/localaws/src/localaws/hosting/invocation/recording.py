"""Has an invocation captured that was sampled: by the variant that answers, and by its shadows."""

from __future__ import annotations

import random
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from localaws.hosting.capture.record import Invoked
from localaws.hosting.endpoint import Endpoint
from localaws.hosting.hosting import Hosting
from localaws.hosting.invocation import headers
from localaws.runtime.protocol import Response


@dataclass(frozen=True)
class Sampled:
    """Whether one request is captured, decided once for all who answer it."""

    endpoint: Endpoint
    is_captured: bool

    @classmethod
    def of(cls, endpoint: Endpoint, draw: Callable[[], float] = random.random) -> Sampled:
        """Decide it for a request that comes now."""
        settings = endpoint.capture
        return cls(endpoint, settings is not None and settings.samples(draw()))

    def capture(
        self,
        hosting: Hosting,
        variant: str,
        given: Mapping[str, str],
        body: bytes,
        response: Response,
    ) -> None:
        """Capture what a variant answered."""
        settings = self.endpoint.capture
        if not self.is_captured or settings is None:
            return
        invoked = Invoked(
            event=str(uuid.uuid4()),
            moment=hosting.service.context.clock.now(),
            sent=body,
            sent_as=given.get("content-type"),
            received=response.body,
            received_as=response.headers.get("content-type"),
            inference=given.get(headers.INFERENCE_ID),
            attributes=given.get(headers.CUSTOM),
        )
        self.endpoint.capturing.capture(settings, variant, invoked)
