"""Dense records of one length, read all together: they differ only in the bytes of their numbers.

SageMaker's SDK writes such files. What the first record's bytes mean is found out once; where every other record
has the same bytes around its numbers, the numbers are a matrix already. A million records take a second so, and
minutes one by one. Anything else is left to ``tables``, which reads record by record.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from .record_io import HEAD, MAGIC

_BYTES = 2  # the wire type of protobuf for what has a length
_FEATURES, _LABEL = 1, 2  # of Record
_KEY, _VALUE = 1, 2  # of an entry of a map
_FLOAT32_TENSOR = 2  # of Value
_VALUES = 1  # of a tensor
_LONGEST_VARINT = 10


@dataclass(frozen=True)
class Layout:
    """Where in a record the float32 numbers are, in bytes; ``label`` is None where there is none."""

    features: slice
    label: slice | None


def read(data: Any, name: bytes) -> tuple[np.ndarray, np.ndarray | None] | None:
    """Features, and labels, of a buffer of such records; None where it is anything else.

    Args:
        name: of the tensor that is read.
    """
    if len(data) < HEAD.size:
        return None
    magic, length = HEAD.unpack_from(data, 0)
    stride = HEAD.size + length + -length % 4
    if magic != MAGIC or len(data) % stride:
        return None
    layout = layout_of(bytes(data[HEAD.size : HEAD.size + length]), name)
    if layout is None:
        return None
    rows = np.frombuffer(data, np.uint8).reshape(-1, stride)
    numbers = [part for part in (layout.features, layout.label) if part is not None]
    if not _same_around(rows, [slice(p.start + HEAD.size, p.stop + HEAD.size) for p in numbers]):
        return None
    features, *labels = (
        np.array(rows[:, part.start + HEAD.size : part.stop + HEAD.size]).view("<f4")
        for part in numbers
    )
    return features, labels[0][:, 0] if labels else None


def layout_of(message: bytes, name: bytes) -> Layout | None:
    """Where the numbers of a record are; None unless it is dense, of float32, with at most one label."""
    found: dict[int, slice] = {}
    try:
        for number, part in _fields(message, slice(0, len(message))):
            if number not in (_FEATURES, _LABEL) or number in found:
                return None
            found[number] = _values_of_entry(message, part, name)
    except ValueError:
        return None
    label = found.get(_LABEL)
    if _FEATURES not in found or (label is not None and label.stop - label.start != 4):
        return None
    return Layout(found[_FEATURES], label)


def _values_of_entry(message: bytes, part: slice, name: bytes) -> slice:
    (key, named), (value, held) = _two(message, part)
    if (key, value) != (_KEY, _VALUE) or message[named] != name:
        raise ValueError("another tensor")
    ((kind, tensor),) = _fields(message, held)
    ((field, values),) = _fields(message, tensor)
    length = values.stop - values.start
    if (kind, field) != (_FLOAT32_TENSOR, _VALUES) or not length or length % 4:
        raise ValueError("another kind of tensor")
    return values


def _two(message: bytes, part: slice) -> tuple[tuple[int, slice], tuple[int, slice]]:
    first, second = _fields(message, part)  # ValueError where there are not two
    return first, second


def _fields(message: bytes, part: slice) -> Iterator[tuple[int, slice]]:
    """The fields of a part of a message, all of them with a length."""
    at = part.start
    while at < part.stop:
        tag, at = _varint(message, at, part.stop)
        if tag & 7 != _BYTES:
            raise ValueError("a field without a length")
        length, at = _varint(message, at, part.stop)
        if at + length > part.stop:
            raise ValueError("a field is cut off")
        yield tag >> 3, slice(at, at + length)
        at += length


def _varint(message: bytes, at: int, end: int) -> tuple[int, int]:
    value = 0
    for index, byte in enumerate(message[at : min(end, at + _LONGEST_VARINT)]):
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return value, at + index + 1
    raise ValueError("a number is cut off")


def _same_around(rows: np.ndarray, numbers: list[slice]) -> bool:
    """Whether all rows have the first one's bytes wherever no number is."""
    fixed: np.ndarray = np.ones(rows.shape[1], bool)
    for part in numbers:
        fixed[part] = False
    edges = np.flatnonzero(np.diff(np.concatenate(([False], fixed, [False])).astype(np.int8)))
    return all(
        (rows[:, start:end] == rows[0, start:end]).all()
        for start, end in edges.reshape(-1, 2).tolist()
    )
