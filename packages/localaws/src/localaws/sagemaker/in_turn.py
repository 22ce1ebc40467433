"""Takes a request through the containers of a model in turn: what one responds, the next is asked.

Each but the first gets the body and the content type of the response before it. ``Accept`` is for the
last one alone, which makes what the caller gets; the others respond as they do by default (the published
pipelines of AWS's examples set SAGEMAKER_DEFAULT_INVOCATIONS_ACCEPT for them). The first response that
is no success ends it.
"""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from localaws.runtime.protocol import NotServing, Response, StreamedResponse


class Asked(Protocol):
    """A container that serves, as ``runtime.protocol.Handle`` does."""

    def request(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> Response: ...


class Streams(Asked, Protocol):
    """One whose response can be had as it comes."""

    def stream(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes, timeout: float
    ) -> StreamedResponse: ...


@dataclass(frozen=True)
class Answered(Response):
    """The response of the last container that was asked.

    Attributes:
        container: its name.
        took: the seconds that each took, by name.
        setup: the seconds that it took before to start them, where they were not there.
    """

    container: str = ""
    took: Mapping[str, float] = field(default_factory=dict)
    setup: float = 0.0


@dataclass(frozen=True)
class Streamed(StreamedResponse):
    """The same, with the body as it comes. ``container`` is its name."""

    container: str = ""


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
        with _named(name):
            response = container.request("POST", "/invocations", sent, body, deadline - began)
        took[name] = time.monotonic() - began
        if number == last or not 200 <= response.status < 300:
            break
        body = response.body
        headers = _for_the_next(headers, response)
    return Answered(response.status, response.headers, response.body, name, took)


def stream(
    containers: Sequence[tuple[str, Streams]],
    headers: Mapping[str, str],
    body: bytes,
    timeout: float,
) -> Streamed:
    """The same, with the body of the last one's response as it comes.

    Raises:
        Broke, Late: the first that did not respond.
    """
    *before, (name, last) = containers
    began = time.monotonic()
    if before:
        without = {name: value for name, value in headers.items() if name != "accept"}
        found = invoke(before, without, body, timeout)
        if not 200 <= found.status < 300:
            return Streamed(found.status, found.headers, _only(found.body), found.container)
        headers, body = _for_the_next(headers, found), found.body
    left = timeout - (time.monotonic() - began)
    with _named(name):
        made = last.stream("POST", "/invocations", headers, body, left)
    return Streamed(made.status, made.headers, made.parts, name)


def _only(body: bytes) -> Generator[bytes, None, None]:
    yield body


@contextmanager
def _named(container: str) -> Iterator[None]:
    """Tell who did not respond."""
    try:
        yield
    except TimeoutError:
        raise Late(container) from None
    except NotServing as error:
        raise Broke(container, str(error)) from error


def _for_the_next(headers: Mapping[str, str], response: Response) -> dict[str, str]:
    sent = {name: value for name, value in headers.items() if name != "content-type"}
    if "content-type" in response.headers:
        sent["content-type"] = response.headers["content-type"]
    return sent
