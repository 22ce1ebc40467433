"""Errors of Smithy's RPC v2: a CBOR map of two texts."""

from __future__ import annotations

import struct

from localaws.protocols.refusal import Refusal
from localaws.protocols.response import Response


def written(refusal: Refusal, request_id: str) -> Response:
    pairs = {"__type": refusal.code, "message": refusal.message}
    body = bytes([0xA0 + len(pairs)]) + b"".join(_text(t) for pair in pairs.items() for t in pair)
    headers = (
        ("Content-Type", "application/cbor"),
        ("smithy-protocol", "rpc-v2-cbor"),
        ("x-amzn-RequestId", request_id),
    )
    return Response(refusal.status, headers, body)


def _text(text: str) -> bytes:
    data = text.encode("utf-8", "replace")
    return b"\x7a" + struct.pack(">I", len(data)) + data
