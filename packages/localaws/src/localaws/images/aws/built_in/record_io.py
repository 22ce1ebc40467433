"""RecordIO: records in frames, each a magic number and a length of 4 bytes, least first, filled up to 4 bytes.

What is inside a record is not known here. The framing is ours: it is ten lines, and the library that has it,
MXNet, has ended. A record in several parts, for which RecordIO sets the length's upper three bits, is refused:
neither SageMaker's SDK nor its Spark library writes one.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from typing import Any

from .errors import FormatError

MAGIC = 0xCED7230A
HEAD = struct.Struct("<II")
LARGEST = 2**29 - 1  # bytes that the length can say


def frames(data: Any) -> Iterator[tuple[int, int]]:
    """Where each record of a buffer begins and ends, one after the other.

    Raises:
        FormatError: one does not begin with the magic number, is in parts, or is cut off.
    """
    at, number, end = 0, 1, len(data)
    while at < end:
        if at + HEAD.size > end:
            raise FormatError(f"record {number} ends within its head")
        magic, length = HEAD.unpack_from(data, at)
        if magic != MAGIC:
            raise FormatError(f"record {number} does not begin with RecordIO's magic number")
        at += HEAD.size
        if at + (length & LARGEST) > end:
            raise FormatError(f"record {number} ends before its {length & LARGEST} bytes do")
        if length > LARGEST:
            raise FormatError(f"record {number} is one part of several, which is not read here")
        yield at, at + length
        at += length + -length % 4
        number += 1


def framed(messages: Iterable[bytes]) -> bytes:
    """A buffer of these records."""
    parts: list[bytes] = []
    for message in messages:
        parts += (HEAD.pack(MAGIC, len(message)), message, bytes(-len(message) % 4))
    return b"".join(parts)
