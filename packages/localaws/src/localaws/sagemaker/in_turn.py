"""Takes a request through the containers of a model in turn: what one responds, the next is asked.

Each but the first gets the body and the content type of the response before it. ``Accept`` is for the
last one alone, which makes what the caller gets; the others respond as they do by default (the published
pipelines of AWS's examples set SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT for them). The first response that
is no success ends it.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from localaws.runtime.protocol import NotServing, Response


class Asked(Protocol):
    """A container that serves, as ``runtime.protocol.Handle`` does."""

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response: ...


@dataclass(frozen=True)
class Answered(Response):
    """The response of the last container that was asked.

    Attributes:
        container: its name.
        took: the seconds that each took, by name.
    """

    container: str = ""
    took: Mapping[str, float] = field(default_factory=dict)


class Broke(NotServing):
    """A container broke off. ``container`` is its name."""

    def __init__(self, container: str, message: str) -> None:
        super().__init__(message)
        self.container = container


class Late(TimeoutError):
    """A container did not respond in time. ``container`` is its name."""

    def __init__(self, container: str) -> None:
        super().__init__(f"no answer from container {container} in time")
        self.container = container


def invoke(
    containers: Sequence[tuple[str, Asked]],
    headers: Mapping[str, str],
    body: bytes,
    timeout: float,
) -> Answered:
    """POST /invocations of all of them. Header names are lower case; ``timeout`` is for the whole.

    Raises:
        Broke, Late: the first that did not respond.
    """
    deadline = time.monotonic() + timeout
    took: dict[str, float] = {}
    last = len(containers) - 1
    for number, (name, container) in enumerate(containers):
        sent = {k: v for k, v in headers.items() if number == last or k != "accept"}
        began = time.monotonic()
        try:
            response = container.request("POST", "/invocations", sent, body, deadline - began)
        except TimeoutError:
            raise Late(name) from None
        except NotServing as error:
            raise Broke(name, str(error)) from error
        took[name] = time.monotonic() - began
        if number == last or not 200 <= response.status < 300:
            break
        body = response.body
        headers = _for_the_next(headers, response)
    return Answered(response.status, response.headers, response.body, name, took)


def _for_the_next(headers: Mapping[str, str], response: Response) -> dict[str, str]:
    sent = {name: value for name, value in headers.items() if name != "content-type"}
    if "content-type" in response.headers:
        sent["content-type"] = response.headers["content-type"]
    return sent
