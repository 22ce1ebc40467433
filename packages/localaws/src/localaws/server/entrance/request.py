"""The request of a WSGI environment, and its body: read once, whole, and put back."""

from __future__ import annotations

import io
import zlib
from typing import Any

from localaws.protocols.refusal import Malformed
from localaws.protocols.wire import Wire, headers_of
from localaws.server.request_head import origin_form

_MIB = 1 << 20
# What a body may have that is read into memory, by protocol. Lambda's code travels in JSON, 50 MB
# in base64; ECR's layers do, too.
_LIMITS = {
    "json": 32 * _MIB,
    "smithy-rpc-v2-cbor": 32 * _MIB,
    "query": 16 * _MIB,
    "ec2": 16 * _MIB,
    "rest-json": 70 * _MIB,
    "rest-xml": 8 * _MIB,
}


class TooLarge(Exception):
    """A body is larger than its protocol allows."""


def wire_of(environ: dict[str, Any]) -> Wire:
    """The request without its body."""
    raw = str(environ.get("RAW_URI") or environ.get("REQUEST_URI") or environ["PATH_INFO"])
    path, _, query = origin_form(raw).partition("?")
    return Wire(environ["REQUEST_METHOD"], path, query, headers_of(environ))


def with_body(wire: Wire, environ: dict[str, Any], protocol: str) -> Wire:
    """The request with its body, which whoever comes after finds again in ``environ``.

    Raises:
        TooLarge: it is more than the protocol allows.
        Malformed: it is compressed, and what it is compressed with cannot be undone.
    """
    limit = _LIMITS[protocol]
    body = _read(environ, limit)
    environ["wsgi.input"] = io.BytesIO(body)
    environ["CONTENT_LENGTH"] = str(len(body))
    environ.pop("HTTP_TRANSFER_ENCODING", None)  # the chunks are put together
    # S3 keeps what is encoded as it is, and the header may be an object's that is yet to come.
    if wire.headers.get("content-encoding", "").lower() == "gzip" and protocol != "rest-xml":
        body = _unpacked(body, limit)
        environ["wsgi.input"] = io.BytesIO(body)
        environ["CONTENT_LENGTH"] = str(len(body))
        del environ["HTTP_CONTENT_ENCODING"]
    return Wire(wire.method, wire.path, wire.query, wire.headers, body)


def _read(environ: dict[str, Any], limit: int) -> bytes:
    announced = environ.get("CONTENT_LENGTH")
    if announced:
        size = int(announced)
        if size > limit:
            raise TooLarge(f"the body has {size} bytes, and at most {limit} are allowed")
        return bytes(environ["wsgi.input"].read(size)) if size else b""
    if not environ.get("wsgi.input_terminated"):
        return b""
    body = bytes(environ["wsgi.input"].read(limit + 1))
    if len(body) > limit:
        raise TooLarge(f"the body has more than the {limit} bytes that are allowed")
    return body


def _unpacked(body: bytes, limit: int) -> bytes:
    unpacking = zlib.decompressobj(wbits=31)
    try:
        plain = unpacking.decompress(body, limit + 1)
    except zlib.error as error:
        raise Malformed(f"the body is not in gzip's format: {error}") from error
    if len(plain) > limit:
        raise TooLarge(f"the unpacked body has more than the {limit} bytes that are allowed")
    if not unpacking.eof:
        raise Malformed("the body ends in the middle of gzip's data")
    return plain
