"""Reads records back, from the documented messages alone and not by the code that writes them."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Record:
    keys: list[int]
    values: list[float]
    shape: list[int]
    label: list[float] | None


def records(path: Path) -> list[Record]:
    content = path.read_bytes()
    found = []
    at = 0
    while at < len(content):
        magic, length = struct.unpack_from("<II", content, at)
        assert magic == 0xCED7230A
        found.append(_record(content[at + 8 : at + 8 + length]))
        at += 8 + length + -length % 4
    assert at == len(content)
    return found


def _record(content: bytes) -> Record:
    maps: dict[int, dict[bytes, bytes]] = {}
    for number, entry in _fields(content):
        key, value = (inner for _, inner in _fields(entry))
        maps.setdefault(number, {})[key] = value
    (features,) = (_tensor(value) for value in maps[1].values())
    assert list(maps[1]) == [b"values"]
    label = struct.unpack("<f", _tensor(maps[2][b"values"])[1]) if 2 in maps else None
    values = struct.unpack(f"<{len(features[1]) // 4}f", features[1])
    keys, shape = (list(_varints(features[number])) for number in (2, 3))
    return Record(keys, list(values), shape, list(label) if label else None)


def _tensor(value: bytes) -> dict[int, bytes]:
    ((number, tensor),) = _fields(value)
    assert number == 2  # float32
    return dict(_fields(tensor))


def _fields(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at < len(content):
        tag, at = _varint(content, at)
        assert tag & 7 == 2
        length, at = _varint(content, at)
        yield tag >> 3, content[at : at + length]
        at += length


def _varints(content: bytes) -> Iterator[int]:
    at = 0
    while at < len(content):
        number, at = _varint(content, at)
        yield number


def _varint(content: bytes, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = content[at]
        number |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return number, at
