"""The HTTP response that what a function returned means. Pure.

Lambda's developer guide, "Response payload format": an object with a ``statusCode`` says all of it;
anything else is JSON, with status 200.
"""

from __future__ import annotations

import base64
import json
import re
from dataclasses import dataclass
from typing import Any

from localaws.functions.execution.invocation import Outcome

_JSON = ("content-type", "application/json")
_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[^\x00-\x08\x0a-\x1f\x7f]*")
# Of the connection, and so nothing that a function decides.
_NOT_ITS = {"connection", "content-length", "date", "keep-alive", "transfer-encoding", "upgrade"}


@dataclass(frozen=True)
class HttpResponse:
    """``headers`` have their names in lower case."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = (_JSON,)


class _NoResponse(Exception):
    """What the function returned cannot be a response."""


INTERNAL_SERVER_ERROR = HttpResponse(502, b"Internal Server Error")
FORBIDDEN = HttpResponse(
    403,
    b'{"Message":"Forbidden. For troubleshooting Function URL authorization issues, see: '
    b'https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html"}',
    (_JSON, ("x-amzn-errortype", "AccessDeniedException")),
)
NOT_FOUND = HttpResponse(404, b'{"Message":null}')
TOO_LARGE = HttpResponse(413, b'{"message":"Request must be smaller than 6291456 bytes."}')
THROTTLED = HttpResponse(429, b'{"Reason":"Rate Exceeded.","message":"Rate Exceeded."}')


def response(outcome: Outcome) -> HttpResponse:
    """The response to a request that ended so."""
    if outcome.error is not None:
        return INTERNAL_SERVER_ERROR
    try:
        returned: Any = json.loads(outcome.payload or b"null")
    except (ValueError, RecursionError):
        return INTERNAL_SERVER_ERROR
    if not isinstance(returned, dict) or "statusCode" not in returned:
        return HttpResponse(200, outcome.payload)
    try:
        return _said(returned)
    except _NoResponse:
        return INTERNAL_SERVER_ERROR


def _said(returned: dict[str, Any]) -> HttpResponse:
    given, cookies = returned.get("headers") or {}, returned.get("cookies") or []
    if not isinstance(given, dict) or not isinstance(cookies, list):
        raise _NoResponse
    headers: dict[str, str] = {}
    for name, value in given.items():
        headers[name.lower()] = _field(name, value)
    fields = [(name, value) for name, value in headers.items() if name not in _NOT_ITS]
    if "content-type" not in headers:
        fields.append(_JSON)
    fields += [("set-cookie", _field("set-cookie", each)) for each in cookies]
    return HttpResponse(_status(returned["statusCode"]), _body(returned), tuple(fields))


def _status(given: Any) -> int:
    if isinstance(given, str) and given.isascii() and given.isdecimal():
        given = int(given[:4])
    if not isinstance(given, int) or isinstance(given, bool) or not 100 <= given <= 599:
        raise _NoResponse
    return given


def _field(name: str, value: Any) -> str:
    text = str(value).lower() if isinstance(value, bool) else str(value)
    if not _NAME.fullmatch(name) or not _VALUE.fullmatch(text):
        raise _NoResponse
    return text.encode("utf-8", "replace").decode("latin-1")  # as HTTP has bytes


def _body(returned: dict[str, Any]) -> bytes:
    body = returned.get("body")
    if body is None:
        return b""
    if not isinstance(body, str):
        body = json.dumps(body)
    if not returned.get("isBase64Encoded"):
        return body.encode("utf-8", "replace")
    try:
        return base64.b64decode(body, validate=True)
    except ValueError:
        raise _NoResponse from None
