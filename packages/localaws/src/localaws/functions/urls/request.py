"""The event that a function gets of a request to its URL: payload format 2.0. Pure.

Lambda's developer guide, "Invoking Lambda function URLs"; the types of content that go as text are those
of API Gateway's HTTP APIs, whose format it is.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

_TEXT = re.compile(
    r"text/.*|application/(json|javascript|xml|[\w.-]+\+(json|xml))|multipart/mixed", re.IGNORECASE
)


@dataclass(frozen=True)
class HttpRequest:
    """A request to a function's URL.

    Attributes:
        path: as it was sent, percent-encoded.
        headers: by their names in lower case; those that came more than once are joined by commas.
        peer: the address that it came from.
    """

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] | None = None
    body: bytes = b""
    protocol: str = "HTTP/1.1"
    peer: str = "127.0.0.1"

    def header(self, name: str) -> str:
        return (self.headers or {}).get(name, "")


@dataclass(frozen=True)
class Signed:
    """Who signed a request to a URL whose AuthType is AWS_IAM."""

    access_key: str
    account: str


def event(
    request: HttpRequest, url_id: str, domain: str, request_id: str, now: float, by: Signed | None
) -> bytes:
    """The payload.

    Args:
        domain: the host's name of the URL, without a port.
        by: None where the URL asks for no signature.
    """
    headers = dict(request.headers or {})
    cookies = [each.strip() for each in headers.pop("cookie", "").split(";") if each.strip()]
    context: dict[str, Any] = {
        "accountId": by.account if by else "anonymous",
        "apiId": url_id,
        "domainName": domain,
        "domainPrefix": url_id,
        "http": {
            "method": request.method,
            "path": request.path,
            "protocol": request.protocol,
            "sourceIp": request.peer,
            "userAgent": headers.get("user-agent", ""),
        },
        "requestId": request_id,
        "routeKey": "$default",
        "stage": "$default",
        "time": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
        "timeEpoch": int(now * 1000),
    }
    if by is not None:
        context["authorizer"] = {"iam": _iam(by)}
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": request.path,
        "rawQueryString": request.query,
    }
    if cookies:
        made["cookies"] = cookies
    made["headers"] = headers
    if parameters := _parameters(request.query):
        made["queryStringParameters"] = parameters
    made["requestContext"] = context
    return json.dumps(made | _body(request)).encode()


def _iam(by: Signed) -> dict[str, Any]:
    return {
        "accessKey": by.access_key,
        "accountId": by.account,
        "callerId": by.access_key,
        "cognitoIdentity": None,
        "principalOrgId": None,
        "userArn": f"arn:aws:iam::{by.account}:root",
        "userId": by.account,
    }


def _parameters(query: str) -> dict[str, str]:
    """Parameters by name; the values of one that comes more than once are joined by commas."""
    found: dict[str, str] = {}
    for name, value in parse_qsl(query, keep_blank_values=True):
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _body(request: HttpRequest) -> dict[str, Any]:
    if not request.body:
        return {"isBase64Encoded": False}
    kind = request.header("content-type").partition(";")[0].strip()
    if _TEXT.fullmatch(kind) and not request.header("content-encoding"):
        try:
            return {"body": request.body.decode(), "isBase64Encoded": False}
        except UnicodeDecodeError:
            pass
    return {"body": base64.b64encode(request.body).decode(), "isBase64Encoded": True}
