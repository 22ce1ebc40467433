"""Messages of AWS's event streams, in which a response comes in parts.

The format is that of https://smithy.io/2.0/aws/amazon-eventstream.html: lengths, a checksum of them, headers,
the payload, a checksum of all.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping

CONTENT_TYPE = "application/vnd.amazon.eventstream"
_STRING = 7  # the type of a header's value


def event(kind: str, payload: bytes, content_type: str = "application/octet-stream") -> bytes:
    """An event, such as PayloadPart."""
    headers = {":event-type": kind, ":content-type": content_type, ":message-type": "event"}
    return message(headers, payload)


def exception(kind: str, payload: bytes) -> bytes:
    """An error that ends the stream; its members are JSON."""
    headers = {
        ":exception-type": kind,
        ":content-type": "application/json",
        ":message-type": "exception",
    }
    return message(headers, payload)


def message(headers: Mapping[str, str], payload: bytes) -> bytes:
    """One message of any kind."""
    written = b"".join(_header(name, value) for name, value in headers.items())
    total = 16 + len(written) + len(payload)
    prelude = struct.pack(">II", total, len(written))
    whole = prelude + struct.pack(">I", zlib.crc32(prelude)) + written + payload
    return whole + struct.pack(">I", zlib.crc32(whole))


def _header(name: str, value: str) -> bytes:
    key, text = name.encode(), value.encode()
    return struct.pack(">B", len(key)) + key + struct.pack(">BH", _STRING, len(text)) + text
