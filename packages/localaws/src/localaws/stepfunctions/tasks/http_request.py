"""What an HTTP task sends: its arguments and its connection's, made into one request. Pure.

https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html. What a connection adds has
precedence over what the task says.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from localaws.events.connection_secret import Additions, Request
from localaws.stepfunctions.language import json_text

METHODS = ("GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD")
_FORM = "application/x-www-form-urlencoded"
_MEMBERS = (
    *("ApiEndpoint", "Method", "Authentication", "InvocationConfig"),
    *("Headers", "QueryParameters", "RequestBody", "Transform"),
)
# What belongs to the connection between two machines, and to AWS.
_DENIED = (
    *("connection", "content-encoding", "content-length", "date", "expect", "forwarded", "from"),
    *("host", "max-forwards", "origin", "proxy-authorization", "referer", "te", "trailer"),
    *("transfer-encoding", "upgrade", "via", "warning"),
)
_DENIED_BEGINNINGS = ("x-amz-", "x-amzn-", "x-forwarded-")
_HERE = ("localhost", "127.0.0.1", "::1")


class BadRequest(Exception):
    """The arguments make no request. The message says which and why."""


def connection_of(arguments: Any) -> str:
    """The ARN of the connection, after a look at the arguments as a whole.

    Raises:
        BadRequest: they are none of an HTTP task.
    """
    if not isinstance(arguments, dict):
        raise BadRequest("The arguments must be an object")
    for name in arguments:
        if name not in _MEMBERS:
            raise BadRequest(f'The field "{name}" is not supported by Step Functions')
    by = arguments.get("InvocationConfig") or arguments.get("Authentication") or {}
    arn = by.get("ConnectionArn") if isinstance(by, dict) else None
    if not isinstance(arn, str):
        raise BadRequest("The field 'ConnectionArn' is required")
    return arn


def request(arguments: Mapping[str, Any], added: Additions, region: str) -> Request:
    """The request.

    Raises:
        BadRequest: the arguments make none.
    """
    method = arguments.get("Method")
    if method not in METHODS:
        raise BadRequest(f"The value for the field 'Method' must be one of {', '.join(METHODS)}")
    headers = _headers(arguments, added, region)
    return Request(method, _url(arguments, added), headers, _body(arguments, added, headers))


def _headers(arguments: Mapping[str, Any], added: Additions, region: str) -> dict[str, str]:
    headers = {"user-agent": f"Amazon|StepFunctions|HttpInvoke|{region}"}
    headers["range"] = "bytes=0-262144"
    for name, value in _object(arguments, "Headers").items():
        if name.lower() in _DENIED or name.lower().startswith(_DENIED_BEGINNINGS):
            raise BadRequest(f"The header '{name}' in the field 'Headers' is not allowed")
        values = value if isinstance(value, list) else [value]
        headers[name.lower()] = ", ".join(_text(each) for each in values)
    headers |= {name.lower(): value for name, value in added.headers.items()}
    if "RequestBody" in arguments or added.body:
        headers.setdefault("content-type", "application/json")
    return headers


def _url(arguments: Mapping[str, Any], added: Additions) -> str:
    endpoint = arguments.get("ApiEndpoint")
    address = urlsplit(endpoint) if isinstance(endpoint, str) else None
    if address is None or not address.hostname:
        raise BadRequest("The value of the field 'ApiEndpoint' has an invalid format")
    if address.scheme != "https" and not (address.scheme == "http" and address.hostname in _HERE):
        raise BadRequest("The value of the field 'ApiEndpoint' must begin with https://")
    pairs = list(_pairs(_object(arguments, "QueryParameters"))) + list(added.query.items())
    if not pairs:
        return str(endpoint)
    return f"{endpoint}{'&' if address.query else '?'}{urlencode(pairs, quote_via=quote)}"


def _pairs(query: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for name, value in query.items():
        for each in value if isinstance(value, list) else [value]:
            yield name, _text(each)


def _body(
    arguments: Mapping[str, Any], added: Additions, headers: Mapping[str, str]
) -> bytes | None:
    body = arguments.get("RequestBody")
    if added.body:
        if body is not None and not isinstance(body, dict):
            raise BadRequest("The value for the field 'RequestBody' must be an object")
        body = {**(body or {}), **added.body}
    if body is None:
        return None
    transform = _object(arguments, "Transform")
    if transform.get("RequestBodyEncoding") == "URL_ENCODED":
        if not headers["content-type"].startswith(_FORM):
            raise BadRequest(f"The header 'Content-Type' must be {_FORM} for URL_ENCODED")
        options = _object(transform, "RequestEncodingOptions")
        return urlencode(_form(body, options.get("ArrayFormat", "INDICES"))).encode()
    return (body if isinstance(body, str) else json_text.write(body)).encode()


def _form(body: Any, arrays: str) -> list[tuple[str, str]]:
    if not isinstance(body, dict):
        raise BadRequest("The value for the field 'RequestBody' must be an object")
    return [pair for name, value in body.items() for pair in _fields(name, value, arrays)]


def _fields(name: str, value: Any, arrays: str) -> Iterator[tuple[str, str]]:
    """A member of a form; objects and arrays within are written out by their keys."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _fields(f"{name}[{key}]", inner, arrays)
    elif not isinstance(value, list):
        yield name, _text(value)
    elif arrays == "COMMAS":
        yield name, ",".join(_text(each) for each in value)
    else:
        for index, each in enumerate(value):
            ending = {"REPEAT": "", "BRACKETS": "[]"}.get(arrays, f"[{index}]")
            yield from _fields(f"{name}{ending}", each, arrays)


def _object(arguments: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = arguments.get(name)
    if value is not None and not isinstance(value, dict):
        raise BadRequest(f"The value for the field '{name}' must be an object")
    return value or {}


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json_text.write(value)
