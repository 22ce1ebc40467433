"""Requests of API destinations to somebody outside, as messages of the outbox."""

from __future__ import annotations

import uuid
from urllib.parse import urlsplit

from localaws.clock import Clock
from localaws.events.connection_secret import Request
from localaws.messages.message import Message
from localaws.messages.outbox import Outbox


class Webhooks:
    """What leaves through API destinations."""

    def __init__(self, outbox: Outbox, clock: Clock) -> None:
        self._outbox = outbox
        self._clock = clock

    def put(self, request: Request, destination: str) -> None:
        """Keep a request that would have gone out for a destination of that ARN."""
        self._outbox.put(
            Message(
                id=str(uuid.uuid4()),
                moment=self._clock.seconds(),
                channel=urlsplit(request.url).scheme,
                to=(request.url,),
                origin=destination,
                body=(request.body or b"").decode("utf-8", "replace"),
                subject=request.method,
                headers=request.headers,
            )
        )
