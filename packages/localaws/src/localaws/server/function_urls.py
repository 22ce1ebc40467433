"""The URLs of functions: requests to ``ID.lambda-url.REGION.localhost``, or below a path for clients that
cannot resolve that name. Every other request is handed on.

The gate stands before it: who may ask this server at all is decided there, as for everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from http import HTTPStatus
from typing import Any

from moto.iam.models import get_account_id_from

from localaws.functions.execution.failures import LARGEST_REQUEST
from localaws.functions.urls.request import HttpRequest, Signed
from localaws.functions.urls.response import TOO_LARGE, HttpResponse
from localaws.functions.urls.serving import HOST, Urls
from localaws.protocols.signer import Signer
from localaws.protocols.wire import Wire
from localaws.server.entrance.request import wire_of
from localaws.server.entrance.signature import BadSignature, scope
from localaws.server.gate.middleware import OWN_ORIGIN
from localaws.server.http import Application, StartResponse

_NAME = re.compile(rf"(?P<id>[a-z0-9]+)\.{HOST}\.[a-z0-9-]+\.localhost(?::\d+)?", re.IGNORECASE)
_PATH = re.compile(rf"/_localaws/{HOST}/(?P<id>[a-z0-9]+)(?P<rest>/.*)?")
_BODILESS = (HTTPStatus.NO_CONTENT, HTTPStatus.NOT_MODIFIED)


class FunctionUrls:
    """In front of ``application``."""

    def __init__(self, urls: Urls, application: Application) -> None:
        self._urls = urls
        self._application = application

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Iterable[bytes]:
        wire = wire_of(environ)
        named = _NAME.fullmatch(environ.get("HTTP_HOST", ""))
        below = None if named else _PATH.fullmatch(wire.path)
        if named is not None:
            url_id, path = named["id"].lower(), wire.path
            environ[OWN_ORIGIN] = True
        elif below is not None:
            url_id, path = below["id"], below["rest"] or "/"
        else:
            return self._application(environ, start_response)
        body = _body(environ)
        if body is None:
            return _sent(TOO_LARGE, start_response)
        request = HttpRequest(
            *(wire.method, path, wire.query, _headers(wire, environ), body),
            protocol=environ["SERVER_PROTOCOL"],
            peer=environ["REMOTE_ADDR"],
        )
        return _sent(self._urls.respond(url_id, request, _signer(wire)), start_response)


def _headers(wire: Wire, environ: dict[str, Any]) -> dict[str, str]:
    """The headers as Lambda hands them on, with what it adds of where they came from."""
    headers = dict(wire.headers)
    headers.pop("transfer-encoding", None)
    headers.pop("connection", None)
    return headers | {
        "x-forwarded-for": environ["REMOTE_ADDR"],
        "x-forwarded-port": environ["SERVER_PORT"],
        "x-forwarded-proto": environ["wsgi.url_scheme"],
    }


def _body(environ: dict[str, Any]) -> bytes | None:
    """The body; None where it is larger than any event."""
    announced = environ.get("CONTENT_LENGTH")
    if announced:
        size = int(announced)
        return environ["wsgi.input"].read(size) if size <= LARGEST_REQUEST else None
    if not environ.get("HTTP_TRANSFER_ENCODING"):
        return b""
    body: bytes = environ["wsgi.input"].read(LARGEST_REQUEST + 1)
    return body if len(body) <= LARGEST_REQUEST else None


def _signer(wire: Wire) -> Signed | None:
    """Who signed a request for Lambda; None where nobody did, or for another service."""
    try:
        signed_for = scope(wire)
    except BadSignature:
        return None
    if signed_for is None or signed_for.service != "lambda":
        return None
    key = Signer.of(wire.headers.get("authorization", ""), signed_for.region).access_key
    return Signed(key, get_account_id_from(key))


def _sent(made: HttpResponse, start_response: StartResponse) -> Iterable[bytes]:
    try:
        phrase = HTTPStatus(made.status).phrase
    except ValueError:
        phrase = "Unknown"
    body = b"" if made.status in _BODILESS else made.body
    headers = [*made.headers, ("content-length", str(len(body)))]
    start_response(f"{made.status} {phrase}", headers)
    return [body]
