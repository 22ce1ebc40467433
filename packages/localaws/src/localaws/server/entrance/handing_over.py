"""What a service gets to see: the request that was read, and nothing that would say another one.

moto looks for the operation in the query string first, whatever the protocol, for an account in a
header of its own, and for the protocol in the content type. Two answers to one question would let a
request past the list of what is offered; so what the entrance did not go by is taken out.
"""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import unquote_plus, urlencode

from localaws.protocols.reading import query, rest
from localaws.protocols.wire import Wire
from localaws.server.entrance.identity import Identity

_FORM = "application/x-www-form-urlencoded"


def hand_over(asked: Identity, wire: Wire, environ: dict[str, Any]) -> None:
    """Make ``environ`` the request that ``asked`` is; ``wire`` has its body where it was read.

    Raises:
        Malformed: a form is none.
    """
    environ.pop("HTTP_X_MOTO_ACCOUNT_ID", None)
    if asked.protocol == "json":
        _ask(environ, _of_the_signature(wire.query))
        assert asked.operation is not None  # JSON names one
        metadata = asked.operation.service_model.metadata
        environ["CONTENT_TYPE"] = f"application/x-amz-json-{metadata.get('jsonVersion', '1.0')}"
        if not wire.body and environ.get("CONTENT_LENGTH", "0") == "0":
            _give(environ, b"{}")  # no bytes stand for no parameters, which moto does not know
        return
    environ.pop("HTTP_X_AMZ_TARGET", None)
    if asked.protocol in ("query", "ec2"):
        fields = {k: v for k, v in query.fields(wire).items() if not _is_of_the_signature(k)}
        _ask(environ, _of_the_signature(wire.query))
        _give(environ, urlencode(fields).encode())
        environ["REQUEST_METHOD"] = "POST"
        environ["CONTENT_TYPE"] = f"{_FORM}; charset=utf-8"
        return
    _ask(environ, "&".join(p for p in wire.query.split("&") if _name(p) != "Action"))
    if asked.operation is not None and not rest.has_body(asked.operation):
        _give(environ, b"")


def _ask(environ: dict[str, Any], question: str) -> None:
    environ["QUERY_STRING"] = question
    for name in ("RAW_URI", "REQUEST_URI"):
        if environ.get(name):
            path = str(environ[name]).partition("?")[0]
            environ[name] = f"{path}?{question}" if question else path


def _give(environ: dict[str, Any], body: bytes) -> None:
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)


def _of_the_signature(asked: str) -> str:
    """The part of a query string that signs a request: whoever reads it finds the region there."""
    return "&".join(pair for pair in asked.split("&") if _is_of_the_signature(_name(pair)))


def _is_of_the_signature(name: str) -> bool:
    return name.lower().startswith("x-amz-")


def _name(pair: str) -> str:
    return unquote_plus(pair.partition("=")[0])
