"""Sends one batch of records to a container, or through several in turn, again where that may help, and reads its response."""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from localaws.jobs.transform.batching import Batch
from localaws.jobs.transform.faults import ObjectFailed
from localaws.runtime.protocol import Handle
from localaws.sagemaker import in_turn
from localaws.sagemaker.in_turn import Answered, Broke, Late

Containers = Sequence[tuple[str, Handle]]  # with their names; that of an only one is ""

_PAUSE = 0.5  # seconds before the first retry; doubled each time
_SHOWN_LINES, _SHOWN_CHARACTERS = 20, 4000  # of a response that is an error


@dataclass(frozen=True)
class Client:
    """How a job's requests are made: API reference, ModelClientConfig, and the headers asked for."""

    headers: Mapping[str, str]
    timeout: float
    retries: int

    @classmethod
    def of(cls, request: Mapping[str, Any]) -> Client:
        """What an accepted CreateTransformJob request asks for."""
        source, target = request["TransformInput"], request["TransformOutput"]
        config = request.get("ModelClientConfig", {})
        headers = {"content-type": source.get("ContentType"), "accept": target.get("Accept")}
        return cls(
            {name: value for name, value in headers.items() if value},
            float(config.get("InvocationsTimeoutInSeconds", 600)),
            int(config.get("InvocationsMaxRetries", 3)),
        )

    def invoke(self, containers: Containers, batch: Batch, over: threading.Event) -> bytes:
        """The body of the response to a batch. Where the model is at fault, it is asked again.

        Raises:
            ObjectFailed: there is none that can be used.
        """
        left, pause = self.retries, _PAUSE
        while True:
            try:
                return self._once(containers, batch)
            except ObjectFailed as failure:
                if failure.fault == "ClientError" or not left or over.wait(pause):
                    raise
                left, pause = left - 1, 2 * pause

    def _once(self, containers: Containers, batch: Batch) -> bytes:
        try:
            response = in_turn.invoke(containers, self.headers, batch.body, self.timeout)
        except Late as late:
            raise ObjectFailed(
                "AlgorithmError",
                "Model server did not respond to /invocations request within "
                f"{self.timeout:g} seconds",
                _which(batch, late.container),
            ) from None
        except Broke as broke:
            said = "Unable to get response from algorithm"
            raise ObjectFailed("AlgorithmError", said, _which(batch, broke.container)) from None
        if 200 <= response.status < 300:
            return response.body
        raise _error(response, batch)


def _error(response: Answered, batch: Batch) -> ObjectFailed:
    message = ("Message:", *_shown(response.body)) if response.body else ()
    if 400 <= response.status < 500:
        return ObjectFailed(
            "ClientError",
            f"ClientError: {response.status}",
            *message,
            _which(batch, response.container),
        )
    said = f"Bad HTTP status received from algorithm: {response.status}"
    return ObjectFailed("AlgorithmError", said, *message, _which(batch, response.container))


def _which(batch: Batch, container: str) -> str:
    of = f" of container {container}" if container else ""
    return f"That was the response{of} to {batch.words}"


def _shown(body: bytes) -> list[str]:
    text = body[:_SHOWN_CHARACTERS].decode(errors="replace")
    return [line for line in text.splitlines() if line.strip()][:_SHOWN_LINES]
