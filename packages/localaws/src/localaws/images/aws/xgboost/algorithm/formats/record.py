"""One record of SageMaker's training data: a protobuf message of named tensors, read and written.

Only what SageMaker's own ``record.proto`` says of features and labels: field 1 of a Record maps names to
tensors of features, field 2 to those of labels; a tensor is float32 (field 2 of its Value), float64 (3)
or int32 (7) and has values (1), keys (2) if it is sparse, and a shape (3). Other fields are skipped.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from .errors import FormatError

FEATURES, LABEL = 1, 2
NAME, VALUE = 1, 2
VALUES, KEYS, SHAPE = 1, 2, 3
TENSORS = {2: np.dtype("<f4"), 3: np.dtype("<f8"), 7: np.dtype("<i4")}  # field of Value → type

_VARINT, _EIGHT_BYTES, _BYTES, _FOUR_BYTES = 0, 1, 2, 5  # wire types
_WIDTHS = {_EIGHT_BYTES: 8, _FOUR_BYTES: 4}
_LONGEST_VARINT = 10


@dataclass(frozen=True)
class Tensor:
    """``values`` is one-dimensional. ``keys`` are their places in a sparse tensor, None in a dense one.
    ``shape`` is empty where none was given."""

    values: np.ndarray
    keys: np.ndarray | None = None
    shape: tuple[int, ...] = ()


@dataclass(frozen=True)
class Record:
    """Tensors by name; SageMaker's algorithms call both of theirs ``values``."""

    features: Mapping[str, Tensor]
    label: Mapping[str, Tensor]


def parse(message: bytes) -> Record:
    """Read a message.

    Raises:
        FormatError: it is no such message.
    """
    maps: dict[int, dict[str, Tensor]] = {FEATURES: {}, LABEL: {}}
    for number, content in _fields(message):
        if number in maps and isinstance(content, bytes):
            name, tensor = _entry(content)
            maps[number][name] = tensor
    return Record(maps[FEATURES], maps[LABEL])


def serialise(record: Record) -> bytes:
    """The message of a record."""
    return b"".join(
        _bytes_field(
            number, _bytes_field(NAME, name.encode()) + _bytes_field(VALUE, _value(tensor))
        )
        for number, tensors in ((FEATURES, record.features), (LABEL, record.label))
        for name, tensor in tensors.items()
    )


def _entry(message: bytes) -> tuple[str, Tensor]:
    name, tensor = "", Tensor(np.empty(0, np.float32))
    for number, content in _fields(message):
        if not isinstance(content, bytes):
            continue
        if number == NAME:
            name = content.decode("utf-8", "replace")
        elif number == VALUE:
            for kind, body in _fields(content):
                if kind in TENSORS and isinstance(body, bytes):
                    tensor = _tensor(body, TENSORS[kind])
    return name, tensor


def _tensor(message: bytes, dtype: np.dtype) -> Tensor:
    values: list[np.ndarray] = []
    integers: dict[int, list[int]] = {KEYS: [], SHAPE: []}
    for number, content in _fields(message):
        if number == VALUES:
            values.append(_numbers(content, dtype))
        elif number in integers:
            integers[number] += [content] if isinstance(content, int) else _varints(content)
    return Tensor(
        np.concatenate(values) if values else np.empty(0, dtype),
        np.array(integers[KEYS], np.uint64) if integers[KEYS] else None,
        tuple(integers[SHAPE]),
    )


def _numbers(content: bytes | int, dtype: np.dtype) -> np.ndarray:
    """Packed or single values; an int32 is a varint of its 64 bits."""
    if dtype.kind == "i":
        whole = [content] if isinstance(content, int) else _varints(content)
        integers: np.ndarray = np.array(whole, np.uint64).astype(np.uint32).view(np.int32)
        return integers
    if isinstance(content, int) or len(content) % dtype.itemsize:
        raise FormatError(f"a {dtype.name} tensor is not made of {dtype.itemsize} byte numbers")
    floats: np.ndarray = np.frombuffer(content, dtype)
    return floats


def _fields(message: bytes) -> Iterator[tuple[int, bytes | int]]:
    """Number and content of every field: an int for a varint, else the bytes."""
    at = 0
    while at < len(message):
        tag, at = _varint(message, at)
        number, kind = tag >> 3, tag & 7
        if kind == _VARINT:
            whole, at = _varint(message, at)
            yield number, whole
            continue
        if kind == _BYTES:
            length, at = _varint(message, at)
        elif kind in _WIDTHS:
            length = _WIDTHS[kind]
        else:
            raise FormatError(f"a field has the unknown wire type {kind}")
        if at + length > len(message):
            raise FormatError("a field is longer than its record")
        yield number, message[at : at + length]
        at += length


def _varint(message: bytes, at: int) -> tuple[int, int]:
    """An unsigned integer of 64 bits, and where the next thing begins."""
    whole = 0
    for index in range(_LONGEST_VARINT):
        if at + index >= len(message):
            break
        byte = message[at + index]
        whole |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            return whole & 0xFFFFFFFFFFFFFFFF, at + index + 1
    raise FormatError("a number does not end")


def _varints(content: bytes) -> list[int]:
    found, at = [], 0
    while at < len(content):
        whole, at = _varint(content, at)
        found.append(whole)
    return found


def _value(tensor: Tensor) -> bytes:
    little = tensor.values.dtype.newbyteorder("<")
    field = next(field for field, dtype in TENSORS.items() if dtype == little)
    if little.kind == "i":
        values = b"".join(map(_as_varint, tensor.values.astype(np.int64).view(np.uint64).tolist()))
    else:
        values = tensor.values.astype(little).tobytes()
    body = _bytes_field(VALUES, values)
    for number, integers in ((KEYS, tensor.keys), (SHAPE, tensor.shape)):
        if integers is not None and len(integers):
            body += _bytes_field(number, b"".join(_as_varint(int(one)) for one in integers))
    return _bytes_field(field, body)


def _bytes_field(number: int, content: bytes) -> bytes:
    return _as_varint(number << 3 | _BYTES) + _as_varint(len(content)) + content


def _as_varint(whole: int) -> bytes:
    parts = bytearray()
    while whole > 0x7F:
        parts.append(whole & 0x7F | 0x80)
        whole >>= 7
    return bytes((*parts, whole))
