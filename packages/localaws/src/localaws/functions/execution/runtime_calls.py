"""What a runtime asks of the Runtime API, and what it is told. Pure.

The API is that of Lambda's developer guide, "Using the Lambda runtime API for custom runtimes"
(version 2018-06-01). The Extensions API and SnapStart are not there: whoever asks gets 404.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

from localaws.functions.execution.failures import LARGEST_RESPONSE
from localaws.functions.execution.http_messages import Request, answer
from localaws.functions.execution.invocation import Invocation

_INVOCATION = re.compile(r"/2018-06-01/runtime/invocation/([^/]+)/(response|error)")
_KIND = "lambda-runtime-function-error-type"
_MODE = "lambda-runtime-function-response-mode"
_HERE = "127.0.0.1"
_HOSTS = (_HERE, "localhost", "host.docker.internal", "host.containers.internal")


@dataclass(frozen=True)
class Next:
    """It is ready for an event; it is answered when there is one."""


@dataclass(frozen=True)
class Answered:
    """The handler's response. ``streamed``: the runtime has begun to send it while it was made."""

    id: str
    body: bytes
    streamed: bool = False


@dataclass(frozen=True)
class Failed:
    """The handler's error. ``kind`` is what the runtime names it, "" where only the body says."""

    id: str
    body: bytes
    kind: str


@dataclass(frozen=True)
class InitFailed:
    """The function could not be initialized."""

    body: bytes
    kind: str


@dataclass(frozen=True)
class Foreign:
    """It comes from a web page, or by another name than the sandbox's own: no runtime asks so."""


@dataclass(frozen=True)
class Unknown:
    """No call of this API."""


Call = Next | Answered | Failed | InitFailed | Foreign | Unknown


def call(request: Request) -> Call:
    """What a request asks for."""
    if _is_foreign(request):
        return Foreign()
    path = request.path.partition("?")[0]
    kind = request.headers.get(_KIND, "")
    if request.method == "GET" and path == "/2018-06-01/runtime/invocation/next":
        return Next()
    if request.method == "POST" and path == "/2018-06-01/runtime/init/error":
        return InitFailed(request.body, kind)
    found = _INVOCATION.fullmatch(path)
    if request.method != "POST" or not found:
        return Unknown()
    if found[2] == "response":
        return Answered(found[1], request.body, request.headers.get(_MODE) == "streaming")
    return Failed(found[1], request.body, kind)


def _is_foreign(request: Request) -> bool:
    host = request.headers.get("host", _HERE).rpartition(":")[0] or _HERE
    return "origin" in request.headers or "sec-fetch-site" in request.headers or host not in _HOSTS


def event(invocation: Invocation, deadline: float) -> bytes:
    """The answer to ``Next``: the event. ``deadline`` in seconds since 1970."""
    headers = {
        "Lambda-Runtime-Aws-Request-Id": invocation.id,
        "Lambda-Runtime-Deadline-Ms": str(int(deadline * 1000)),
        "Lambda-Runtime-Invoked-Function-Arn": invocation.target.arn,
    }
    if invocation.trace:
        headers["Lambda-Runtime-Trace-Id"] = _one_line(invocation.trace)
    if invocation.client_context:
        headers["Lambda-Runtime-Client-Context"] = _one_line(invocation.client_context)
    return answer(200, invocation.payload, headers)


def _one_line(value: str) -> str:
    """A header's value that can be nothing else: what is not ASCII as JSON escapes it."""
    return json.dumps(value)[1:-1].replace('\\"', '"').replace("\\n", " ").replace("\\r", " ")


ACCEPTED = answer(202, b'{"status":"OK"}\n')


def refused(status: int, kind: str, message: str) -> bytes:
    """An error of the API itself."""
    body = json.dumps({"errorMessage": message, "errorType": kind}, separators=(",", ":"))
    return answer(status, body.encode())


FORBIDDEN = refused(403, "Forbidden", "this Runtime API is that of a function's sandbox alone")
NOT_THERE = refused(404, "ResourceNotFound", "there is no such resource in this Runtime API")
WRONG_ID = refused(400, "InvalidRequestID", "Invalid request ID")
OVERSIZED = refused(
    413,
    "RequestEntityTooLarge",
    f"Exceeded maximum allowed payload size ({LARGEST_RESPONSE} bytes).",
)
