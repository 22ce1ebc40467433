"""Sends the requests of custom resources, and waits for the responses to them.

A response comes by PUT to an address of ours that nobody can guess and that counts once, as AWS's
presigned ones. The wait is the clock's. AWS waits to its end even where the function has failed, since
it is invoked again twice; here a function that failed ends the wait at once, with what it failed by.
"""

from __future__ import annotations

import logging
import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

from localaws.clock import Clock
from localaws.cloudformation import background
from localaws.cloudformation.custom_resources import response
from localaws.cloudformation.custom_resources.request import Request
from localaws.cloudformation.custom_resources.response import Response
from localaws.cloudformation.errors import Refused

log = logging.getLogger(__name__)

PAGE = "custom-resource-responses/"
_REMEMBERED = 1000  # addresses that were answered: a second response to one is no error
_NOBODY = (
    "CloudFormation did not receive a response from your Custom Resource. Please check your logs for "
    "requestId [{}]. If you are using the Python cfn-response module, you may need to update your "
    "Lambda function code so that CloudFormation can attach the updated version."
)

# Sends a request to an ARN. ``report`` is called when its function has ended: with why it failed, or None.
# Raises whatever the service raises where there is no such function or topic.
Report = Callable[[str | None], None]
Send = Callable[[str, bytes, Report], None]


@dataclass
class _Waiting:
    """A response that is waited for; ``found`` is set once."""

    request: Request
    there: threading.Event
    found: Response | None = None

    def take(self, found: Response) -> None:
        if not self.there.is_set():
            self.found = found
            self.there.set()


class Exchange:
    """The requests of one server.

    Args:
        address: the server's, as functions reach it.
        access_key: what the address has to carry, so that the server lets its caller in.
    """

    def __init__(self, clock: Clock, address: str, access_key: str, send: Send) -> None:
        self._clock = clock
        self._send = send
        self._form = f"{address}/_localaws/{PAGE}{{}}?AWSAccessKeyId={quote(access_key)}"
        self._waiting: dict[str, _Waiting] = {}
        self._answered: OrderedDict[str, None] = OrderedDict()
        self._lock = threading.Lock()
        self._closed = False

    def ask(self, request: Request) -> Response:
        """Send a request and wait for its response: one that never comes is a failure.

        Raises:
            Refused: it cannot be sent as it is; other errors are those of who would get it.
        """
        seconds = request.seconds
        waiting = _Waiting(request, threading.Event())
        token = secrets.token_urlsafe(32)
        with self._lock:
            if self._closed:
                raise Refused("the embedded AWS is being stopped")
            self._waiting[token] = waiting
        timer = self._clock.after(seconds, lambda: waiting.take(_late(request)))
        try:
            self._send(
                request.provider,
                request.document(self._form.format(token)),
                lambda failure: _ended(waiting, failure),
            )
            background.let_go()
            waiting.there.wait()
        finally:
            timer.cancel()
            with self._lock:
                self._waiting.pop(token, None)
                self._answered[token] = None
                if len(self._answered) > _REMEMBERED:
                    self._answered.popitem(last=False)
        assert waiting.found is not None
        return waiting.found

    def receive(self, token: str, body: bytes) -> bool:
        """Take a response; whether anybody ever waited for one at this address."""
        with self._lock:
            waiting = self._waiting.get(token)
            if waiting is None:
                return token in self._answered
            waiting.take(response.read(body, waiting.request))
        return True

    def close(self) -> None:
        """Wait for no response any more."""
        with self._lock:
            self._closed = True
            for waiting in self._waiting.values():
                waiting.take(Response(failure="the embedded AWS was stopped"))


def _late(request: Request) -> Response:
    return Response(failure=_NOBODY.format(request.request_id))


def _ended(waiting: _Waiting, failure: str | None) -> None:
    if failure is not None:
        waiting.take(Response(failure=failure))
    elif not waiting.there.is_set():
        asked = waiting.request
        log.warning(
            "stack %s, resource %s: the function has ended and nobody has responded yet; a response is "
            "waited for %d seconds in all",
            *(asked.stack_id, asked.logical_id, asked.seconds),
        )
