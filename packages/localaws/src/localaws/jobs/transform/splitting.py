"""Cuts an object into records: by lines, or as RecordIO or TFRecord frames them. Pure.

A record is given as it stands in the object, its frame included: so whole records can be put in a row
again. ``content`` is what is within: a request with a single record is sent without frame, one with
several records with it (API reference, TransformInput.SplitType).
RecordIO: https://mxnet.apache.org/versions/1.9.1/api/architecture/note_data_loading ; TFRecord:
https://www.tensorflow.org/tutorials/load_data/tfrecord#tfrecords_format_details
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Iterator, Mapping
from typing import BinaryIO

from localaws.jobs.transform.crc import masked_crc

Split = Callable[[BinaryIO], Iterator[bytes]]

MAGIC = struct.pack("<I", 0xCED7230A)
_LENGTH_BITS = 29
_AT_ONCE = 1 << 24  # bytes that are read together: a length that lies takes no memory
_WHOLE, _FIRST, _MIDDLE, _LAST = range(
    4
)  # parts of a RecordIO record that contains the magic number


class Malformed(Exception):
    """The object is not what SplitType says. The message says what was found, and where."""


def whole(stream: BinaryIO) -> Iterator[bytes]:
    """The object as its one record."""
    yield stream.read()


def lines(stream: BinaryIO) -> Iterator[bytes]:
    """Each line with its end; an empty one is no record."""
    for line in stream:
        if line not in (b"\n", b"\r\n"):
            yield line


def record_io(stream: BinaryIO) -> Iterator[bytes]:
    """Each record of MXNet's RecordIO, which may consist of several parts.

    Raises:
        Malformed: there is no record where one should begin, or the last one is cut off.
    """
    at, parts = 0, list[bytes]()
    while header := stream.read(8):
        flag, size = _record_io_header(header, at)
        if flag not in ((_MIDDLE, _LAST) if parts else (_WHOLE, _FIRST)):
            raise Malformed(f"part {flag} of a RecordIO record at byte {at} is out of its order")
        padded = size + -size % 4
        parts.append(header + _read(stream, padded, at, "RecordIO"))
        at += 8 + padded
        if flag in (_WHOLE, _LAST):
            yield b"".join(parts)
            parts.clear()
    if parts:
        raise Malformed(f"the RecordIO record that ends at byte {at} lacks its last part")


def tf_record(stream: BinaryIO) -> Iterator[bytes]:
    """Each record of a TFRecord file.

    Raises:
        Malformed: there is no record where one should begin, or the last one is cut off.
    """
    at = 0
    while header := stream.read(12):
        if len(header) < 12 or masked_crc(header[:8]) != struct.unpack("<I", header[8:])[0]:
            raise Malformed(f"there is no TFRecord record at byte {at}")
        size = struct.unpack("<Q", header[:8])[0] + 4
        yield header + _read(stream, size, at, "TFRecord")
        at += 12 + size


def line_content(record: bytes) -> bytes:
    return record.rstrip(b"\n").removesuffix(b"\r")


def record_io_content(record: bytes) -> bytes:
    """What is in a record: where it has several parts, the magic number was between them."""
    at, parts = 0, []
    while at < len(record):
        _, size = _record_io_header(record[at : at + 8], at)
        parts.append(record[at + 8 : at + 8 + size])
        at += 8 + size + -size % 4
    return MAGIC.join(parts)


def tf_record_content(record: bytes) -> bytes:
    return record[12:-4]


def _record_io_header(header: bytes, at: int) -> tuple[int, int]:
    if len(header) < 8 or not header.startswith(MAGIC):
        raise Malformed(f"there is no RecordIO record at byte {at}")
    value = struct.unpack("<I", header[4:])[0]
    return value >> _LENGTH_BITS, value & ((1 << _LENGTH_BITS) - 1)


def _read(stream: BinaryIO, size: int, at: int, words: str) -> bytes:
    parts, left = list[bytes](), size
    while left:
        part = stream.read(min(left, _AT_ONCE))
        if not part:
            raise Malformed(f"the {words} record at byte {at} is cut off")
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


SPLITS: Mapping[str, Split] = {
    "None": whole,
    "Line": lines,
    "RecordIO": record_io,
    "TFRecord": tf_record,
}
CONTENTS: Mapping[str, Callable[[bytes], bytes]] = {
    "None": bytes,
    "Line": line_content,
    "RecordIO": record_io_content,
    "TFRecord": tf_record_content,
}
