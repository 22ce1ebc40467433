"""Sends one request as a client of a protocol would, and reads the answer as botocore does."""

from __future__ import annotations

import base64
import http.client
import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote, urlencode

from botocore import parsers, serialize
from botocore.exceptions import ParamValidationError
from botocore.model import OperationModel

from .values import Unmakeable

_PATIENCE = 60
_OF_THE_CONNECTION = {"Content-Length", "Transfer-Encoding", "Expect", "Host"}
_HEADER = re.compile(r"[A-Za-z0-9_-]+")
# What botocore's parsers stumble with over answers of another protocol.
_STUMBLES = (parsers.ResponseParserError, ValueError, LookupError, TypeError, AttributeError)


@dataclass(frozen=True)
class Answer:
    """What came back. ``complaint`` says why no client could read it; empty if one could."""

    status: int
    code: str
    message: str
    complaint: str


@dataclass(frozen=True)
class Request:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


def authorization(service: str, region: str = "us-east-1") -> str:
    """A signature in its form; nobody here compares it."""
    return (
        f"AWS4-HMAC-SHA256 Credential=test/20260101/{region}/{service}/aws4_request, "
        f"SignedHeaders=host;x-amz-date, Signature={'0' * 64}"
    )


def written(asked: OperationModel, protocol: str, parameters: dict[str, Any]) -> Request:
    """A request as botocore writes it, whether its model allows it or not.

    Raises:
        Unmakeable: it cannot go over the wire.
    """
    if protocol == "json":
        return _json(asked, parameters)
    serializer = serialize.create_serializer(protocol, include_validation=False)
    try:
        made = serializer.serialize_to_request(parameters, asked)
    except (ParamValidationError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise Unmakeable(str(error)) from error
    query = made.get("query_string") or {}
    pairs = query.items() if isinstance(query, dict) else query
    flat = [(k, v) for k, vs in pairs for v in (vs if isinstance(vs, list) else [vs])]
    path = made["url_path"]
    if flat:
        path += ("&" if "?" in path else "?") + urlencode(flat)
    body = made.get("body") or b""
    if isinstance(body, dict):
        body = urlencode(body).encode()
        made["headers"].setdefault("Content-Type", "application/x-www-form-urlencoded")
    if isinstance(body, str):
        body = body.encode()
    headers = {
        str(k): quote(str(v), safe="".join(map(chr, range(32, 127))))
        for k, v in made["headers"].items()
    }
    for name in _OF_THE_CONNECTION & set(headers):
        del headers[name]
    if not all(_HEADER.fullmatch(name) for name in headers):
        raise Unmakeable("metadata whose name no header can have")
    return Request(made["method"], quote(path, safe="/?&=%~+:@!$'()*,;"), headers, bytes(body))


def _json(asked: OperationModel, parameters: dict[str, Any]) -> Request:
    """JSON by hand: botocore's writer stumbles over values of wrong types."""
    meta = asked.metadata
    headers = {
        "X-Amz-Target": f"{meta['targetPrefix']}.{asked.name}",
        "Content-Type": f"application/x-amz-json-{meta.get('jsonVersion', '1.0')}",
    }
    return Request("POST", "/", headers, json.dumps(parameters, default=_plain).encode())


def rest_json_with(asked: OperationModel, sound: dict[str, Any], wrong: dict[str, Any]) -> Request:
    """A REST request whose body has the members of ``wrong``, with their names on the wire."""
    made = written(asked, "rest-json", sound)
    shape: Any = asked.input_shape
    body = {
        member.serialization.get("name", name): wrong[name]
        for name, member in shape.members.items()
        if name in wrong and "location" not in member.serialization
    }
    headers = made.headers | {"Content-Type": "application/json"}
    return Request(made.method, made.path, headers, json.dumps(body, default=_plain).encode())


def _plain(value: object) -> Any:
    if isinstance(value, datetime):
        return value.timestamp()
    assert isinstance(value, bytes), value
    return base64.b64encode(value).decode()


class Line:
    """A connection that comes back after it broke."""

    def __init__(self, port: int, service: str) -> None:
        self._port = port
        self._headers = {
            "Host": f"localhost:{port}",
            "Authorization": authorization(service),
            "X-Amz-Date": "20260101T000000Z",
        }
        self._connection: http.client.HTTPConnection | None = None

    def send(self, request: Request, asked: OperationModel, protocol: str) -> Answer:
        """Send, and read.

        Raises:
            OSError, http.client.HTTPException: the server said nothing.
        """
        if self._connection is None:
            self._connection = http.client.HTTPConnection(
                "127.0.0.1", self._port, timeout=_PATIENCE
            )
        try:
            self._connection.request(
                request.method, request.path, request.body or None, self._headers | request.headers
            )
            response = self._connection.getresponse()
            body = response.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            self._connection = None
            raise
        if response.will_close:
            self._connection = None
        return read(response.status, dict(response.headers), body, asked, protocol, request.method)


def read(
    status: int,
    headers: dict[str, str],
    body: bytes,
    asked: OperationModel,
    protocol: str,
    method: str = "POST",
) -> Answer:
    """The answer as botocore reads it."""
    lower = {name.lower(): value for name, value in headers.items()}
    streaming = status < 300 and asked.has_streaming_output
    if status < 300 and asked.has_event_stream_output:
        return Answer(status, "", "", "")
    try:
        found = parsers.create_parser(protocol).parse(
            {"status_code": status, "headers": lower, "body": b"" if streaming else body},
            asked.output_shape,
        )
    except _STUMBLES as error:
        return Answer(
            status, "", str(body[:300]), f"unreadable: {type(error).__name__} {error}"[:300]
        )
    error = found.get("Error", {})
    code, message = str(error.get("Code", "")), str(error.get("Message", ""))
    complaint = ""
    if status >= 400 and method != "HEAD" and (not code or code == str(status)):
        complaint = f"an error without a code: {body[:200]!r}"
    elif not found["ResponseMetadata"].get("RequestId"):
        complaint = "no request id"
    return Answer(status, code, message, complaint)
