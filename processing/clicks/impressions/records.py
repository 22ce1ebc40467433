"""Writes rows as SageMaker's built-in algorithms read them best: sparse records in RecordIO frames.

The record is `aialgs.data.Record` of SageMaker's documentation (Common Data Formats for Training), of
which three messages are needed: a record maps names to values, a value is a tensor of float32, and a
sparse tensor has values, the features they belong to, and how many features there are. One-hot rows
have as many values as columns, whatever the number of categories.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from functools import cache
from typing import BinaryIO

_MAGIC = 0xCED7230A
_FEATURES, _LABEL = 1, 2  # fields of Record: maps
_KEY, _VALUE = 1, 2  # of an entry of a map
_FLOAT32 = 2  # of Value
_VALUES, _KEYS, _SHAPE = 1, 2, 3  # of Float32Tensor, each packed
CONTENT_TYPE = "application/x-recordio-protobuf"


def write(
    file: BinaryIO, rows: Iterable[tuple[Sequence[int], float | None]], features: int
) -> None:
    """A record for each row: the features that are 1, in rising order, and the label, if it has one."""
    shape = _field(_SHAPE, _varint(features))
    for ones, label in rows:
        tensor = (
            _field(_VALUES, struct.pack(f"<{len(ones)}f", *[1.0] * len(ones)))
            + _field(_KEYS, b"".join(map(_varint, ones)))
            + shape
        )
        record = _entry(_FEATURES, tensor)
        if label is not None:
            record += _entry(_LABEL, _field(_VALUES, struct.pack("<f", label)))
        file.write(struct.pack("<II", _MAGIC, len(record)) + record + bytes(-len(record) % 4))


def _entry(map_: int, tensor: bytes) -> bytes:
    """`values` of a map: algorithms look for that name."""
    return _field(map_, _field(_KEY, b"values") + _field(_VALUE, _field(_FLOAT32, tensor)))


def _field(number: int, content: bytes) -> bytes:
    """A field of the wire type that has a length."""
    return _varint(number << 3 | 2) + _varint(len(content)) + content


@cache  # of a few thousand numbers, again and again
def _varint(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    made.append(number)
    return bytes(made)
