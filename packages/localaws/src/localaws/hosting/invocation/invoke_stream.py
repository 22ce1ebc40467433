"""InvokeEndpointWithResponseStream: the response in parts, each as soon as the container has written it.

An error before the first part is one of InvokeEndpoint's. Afterwards it is an event that ends the stream:
ModelStreamError where the container breaks off or takes longer than ``TIMEOUT``.
"""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass

from localaws.hosting.endpoint import Endpoint
from localaws.hosting.hosting import Hosting
from localaws.hosting.invocation import errors, headers, sending
from localaws.hosting.invocation.recording import Sampled
from localaws.hosting.serving import Serving
from localaws.protocols import event_stream
from localaws.runtime.protocol import NotServing, Response
from localaws.sagemaker.in_turn import Streamed

TIMEOUT = 480.0  # seconds for the whole response

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StreamResponse:
    """What the caller gets: headers by the names that SageMaker writes, and messages as they come."""

    body: Messages
    headers: Mapping[str, str]
    status: int = 200


def invoke_stream(
    hosting: Hosting, name: str, given: Mapping[str, str], body: bytes
) -> StreamResponse:
    """Send one request to the endpoint ``name``. Header names are lower case.

    Raises:
        InvokeError: the caller, the endpoint or its container is at fault, and nothing has come yet.
    """
    endpoint = sending.serving(hosting, name)
    sending.check_size(endpoint, body)
    headers.check(given)
    accept = given.get(f"{headers.PREFIX}accept")
    sent = headers.passed_on(given) | ({"accept": accept} if accept else {})
    with ExitStack() as held:
        leased = sending.leased(hosting, endpoint, given.get(headers.VARIANT))
        exchange = _Exchange(hosting, endpoint, held.enter_context(leased), sent, body)
        streamed = exchange.begin(given.get(headers.CONTAINER))
        held.callback(streamed.parts.close)
        return StreamResponse(
            Messages(exchange, streamed, held.pop_all()), _shown(streamed, exchange.variant)
        )
    raise AssertionError("a lease never swallows an error")


class _Exchange:
    """One request and its response, counted and captured once it has ended."""

    def __init__(
        self,
        hosting: Hosting,
        endpoint: Endpoint,
        instance: Serving,
        sent: Mapping[str, str],
        body: bytes,
    ) -> None:
        self.variant = instance.variant
        self._hosting = hosting
        self._endpoint = endpoint
        self._instance = instance
        self._sent = sent
        self._body = body
        self._sampled = Sampled.of(endpoint)
        self._began = time.perf_counter()

    def begin(self, target: str | None) -> Streamed:
        """The response, up to its body.

        Raises:
            InvokeError: there is none, or it is an error.
        """
        status = 0
        try:
            with sending.told(sending.where(self._hosting, self._endpoint.name)):
                streamed = self._instance.stream(self._sent, self._body, TIMEOUT, target)
                status = streamed.status
                if not 200 <= status < 300:
                    text = b"".join(streamed.parts).decode("utf-8", errors="replace")
                    about = sending.where(self._hosting, self._endpoint.name)
                    raise errors.model_error(about, streamed.container, status, text)
        except BaseException:
            self.count(status)
            raise
        return streamed

    def end(self, streamed: Streamed, body: bytes) -> None:
        """It is over, and this was the body."""
        self.count(streamed.status)
        response = Response(streamed.status, streamed.headers, body)
        self._sampled.capture(self._hosting, self.variant, self._sent, self._body, response)

    def count(self, status: int) -> None:
        """Count it in the metrics, by the status that came of it; 0 for none."""
        self._hosting.metrics.invoked(
            *(self._endpoint.name, self.variant, status, time.perf_counter() - self._began, 0.0),
            self._endpoint.router.instances_of(self.variant),
            self._instance.configuration,
        )


class Messages:
    """The messages of one response. ``close`` lets go of the instance, however far it was read."""

    def __init__(self, exchange: _Exchange, streamed: Streamed, held: ExitStack) -> None:
        self._exchange = exchange
        self._streamed = streamed
        self._held = held

    def __iter__(self) -> Iterator[bytes]:
        body = []
        try:
            for part in self._streamed.parts:
                body.append(part)
                yield event_stream.event("PayloadPart", part)
        except TimeoutError:
            said = f"The model did not finish its response within {TIMEOUT:g} seconds."
            yield self._failed("ModelInvocationTimeExceeded", said)
        except NotServing as error:
            yield self._failed("StreamBroken", str(error))
        except Exception:
            log.exception("a response stream failed")
            self._exchange.count(0)
            said = json.dumps({"Message": "The server log says more."})
            yield event_stream.exception("InternalStreamFailure", said.encode())
        else:
            self._exchange.end(self._streamed, b"".join(body))

    def close(self) -> None:
        """Let go of what it holds."""
        self._held.close()

    def _failed(self, code: str, message: str) -> bytes:
        self._exchange.count(0)
        said = json.dumps({"Message": message, "ErrorCode": code})
        return event_stream.exception("ModelStreamError", said.encode())


def _shown(streamed: Streamed, variant: str) -> dict[str, str]:
    shown = headers.shown(Response(streamed.status, streamed.headers, b""), variant)
    content_type = shown.pop("Content-Type", None)
    if content_type is not None:
        shown["X-Amzn-SageMaker-Content-Type"] = content_type
    return shown | {"Content-Type": event_stream.CONTENT_TYPE}
