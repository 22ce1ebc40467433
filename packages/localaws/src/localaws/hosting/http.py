"""sagemaker-runtime over HTTP: a WSGI application for ``/endpoints/<name>/…``.

The server sends it every request whose path starts with ``/endpoints/``. It reads the request,
asks ``invocation`` what becomes of it and writes the response; it decides nothing itself.
"""

from __future__ import annotations

import logging
import re
import uuid
from collections.abc import Callable, Iterable, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from localaws.hosting.hosting import Hosting, Hostings
from localaws.hosting.invocation.errors import (
    LARGEST_BODY,
    InvokeError,
    endpoint_not_found,
    too_large,
)
from localaws.hosting.invocation.invoke import InvokeResponse, invoke
from localaws.hosting.invocation.invoke_async import invoke_async
from localaws.hosting.invocation.invoke_stream import StreamResponse, invoke_stream
from localaws.protocols.signer import Signer
from localaws.protocols.wire import headers_of

_PATH = re.compile(r"/endpoints/(?P<name>[^/]+)/(?P<operation>[a-z-]+)")
_Operation = Callable[[Hosting, str, Mapping[str, str], bytes], InvokeResponse | StreamResponse]
_OPERATIONS: Mapping[str, _Operation] = {
    "invocations": invoke,
    "async-invocations": invoke_async,
    "invocations-response-stream": invoke_stream,
}
_CHUNK = 1 << 16

log = logging.getLogger(__name__)


class Invocations:
    """The WSGI application. ``region`` serves requests that are not signed."""

    def __init__(self, hostings: Hostings, account: str, region: str = "us-east-1") -> None:
        self._hostings = hostings
        self._account = account
        self._region = region

    def __call__(
        self, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> Iterable[bytes]:
        headers = {"x-amzn-RequestId": str(uuid.uuid4())}
        try:
            response = self._invoke(environ)
            status, headers = HTTPStatus(response.status), headers | dict(response.headers)
            if isinstance(response, StreamResponse):
                start_response(f"{status.value} {status.phrase}", list(headers.items()))
                return response.body
            body = response.body
        except InvokeError as error:
            status, body = HTTPStatus(error.status), error.body
            headers |= {"x-amzn-ErrorType": error.code, "Content-Type": "application/json"}
        except Exception:
            log.exception("an invocation failed, request id %s", headers["x-amzn-RequestId"])
            internal = InvokeError("InternalFailure", 500, "The server log says more.")
            status, body = HTTPStatus.INTERNAL_SERVER_ERROR, internal.body
            headers |= {"x-amzn-ErrorType": internal.code, "Content-Type": "application/json"}
        headers["Content-Length"] = str(len(body))
        start_response(f"{status.value} {status.phrase}", list(headers.items()))
        return [body]

    def _invoke(self, environ: dict[str, Any]) -> InvokeResponse | StreamResponse:
        path = _PATH.fullmatch(environ.get("PATH_INFO", ""))
        if path is None or environ["REQUEST_METHOD"] != "POST":
            raise _unknown_operation()
        operation = _OPERATIONS.get(path["operation"])
        if operation is None:
            raise _unknown_operation()
        name = unquote(path["name"])
        body = _body(environ)
        signer = Signer.of(environ.get("HTTP_AUTHORIZATION", ""), self._region)
        hosting = self._hostings.find(signer.region)
        if hosting is None:
            raise endpoint_not_found(name, self._account)
        return operation(hosting, name, headers_of(environ), body)


def _unknown_operation() -> InvokeError:
    known = ", ".join(f"POST /endpoints/<name>/{each}" for each in _OPERATIONS)
    return InvokeError("UnknownOperationException", 404, f"sagemaker-runtime has {known}.")


def _body(environ: dict[str, Any]) -> bytes:
    """The whole body, whether its length was announced or it comes in chunks.

    Raises:
        InvokeError: it is too large; what came of it was read, so that the client hears of it.
    """
    stream = environ["wsgi.input"]
    announced = environ.get("CONTENT_LENGTH")
    if not announced and not environ.get("wsgi.input_terminated"):
        return b""
    left = int(announced) if announced else None
    parts, size = [], 0
    while left is None or left > 0:
        part = stream.read(_CHUNK if left is None else min(_CHUNK, left))
        if not part:
            break
        size += len(part)
        if left is not None:
            left -= len(part)
        if size <= LARGEST_BODY:
            parts.append(part)
    if size > LARGEST_BODY:
        raise too_large()
    return b"".join(parts)
