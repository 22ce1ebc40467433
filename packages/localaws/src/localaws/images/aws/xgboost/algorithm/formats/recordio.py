"""RecordIO of protobuf records, SageMaker's ``application/x-recordio-protobuf``: framing, and tables.

Every record begins with a magic number and its length, 4 bytes each, least first, and is filled up to
a multiple of 4 bytes. What is inside a record is ``record``'s to know. The framing is ours: it is ten lines, and the library that has
it, MXNet, has ended.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from .errors import FormatError
from .record import Record, Tensor, parse, serialise

MAGIC = 0xCED7230A
MOST_COLUMNS = 2**31 - 1
NAME = "values"  # what the built-in algorithms call the tensor of features, and that of labels
_HEAD = struct.Struct("<II")


@dataclass(frozen=True)
class Table:
    """float32 ``features`` of (rows, columns), sparse if any row is, where what is not written is
    missing. ``labels``, float32 of (rows,), are None unless every row has one."""

    features: np.ndarray | csr_matrix
    labels: np.ndarray | None


def read_table(data: Any) -> Table:
    """The rows of a buffer.

    Raises:
        FormatError: no record, one that is damaged or has no features, or dense rows of unequal length.
    """
    records = list(read(data))
    if not records:
        raise FormatError("there are no records")
    rows = []
    for number, record in enumerate(records, 1):
        if NAME not in record.features:
            raise FormatError(f"record {number} has no features that are called {NAME!r}")
        rows.append(record.features[NAME])
    labels = [record.label[NAME].values for record in records if NAME in record.label]
    has_labels = len(labels) == len(rows) and all(len(label) == 1 for label in labels)
    is_sparse = any(row.keys is not None or not len(row.values) for row in rows)
    return Table(
        _sparse(rows) if is_sparse else _dense(rows),
        np.concatenate(labels).astype(np.float32) if has_labels else None,
    )


def read(data: Any) -> Iterator[Record]:
    """The records of a buffer, one after the other. Raises FormatError as ``read_table`` does."""
    at, number, end = 0, 1, len(data)
    while at < end:
        if at + _HEAD.size > end:
            raise FormatError(f"record {number} ends within its head")
        magic, length = _HEAD.unpack_from(data, at)
        if magic != MAGIC:
            raise FormatError(f"record {number} does not begin with RecordIO's magic number")
        at += _HEAD.size
        if at + length > end:
            raise FormatError(f"record {number} ends before its {length} bytes do")
        try:
            yield parse(bytes(data[at : at + length]))
        except FormatError as error:
            raise FormatError(f"record {number}: {error}") from None
        at += length + -length % 4
        number += 1


def write(records: Iterable[Record]) -> bytes:
    """A buffer of these records."""
    parts: list[bytes] = []
    for record in records:
        message = serialise(record)
        parts += (_HEAD.pack(MAGIC, len(message)), message, bytes(-len(message) % 4))
    return b"".join(parts)


def _dense(rows: list[Tensor]) -> np.ndarray:
    columns = len(rows[0].values)
    for number, row in enumerate(rows, 1):
        if len(row.values) != columns:
            raise FormatError(
                f"record {number} has {len(row.values)} features, the first record has {columns}"
            )
    matrix: np.ndarray = np.stack([row.values for row in rows]).astype(np.float32)
    return matrix


def _sparse(rows: list[Tensor]) -> csr_matrix:
    keys = [_keys(row, number) for number, row in enumerate(rows, 1)]
    indices = np.concatenate(keys).astype(np.uint64)
    starts = np.concatenate(([0], np.cumsum([len(row) for row in keys])))
    columns = max(
        int(indices.max()) + 1 if len(indices) else 0,
        *(row.shape[-1] for row in rows if row.shape),
        0,
    )
    if columns > MOST_COLUMNS:
        raise FormatError(f"a record has {columns} columns, at most {MOST_COLUMNS} are possible")
    values = np.concatenate([row.values for row in rows]).astype(np.float32)
    return csr_matrix((values, indices.astype(np.int32), starts), shape=(len(rows), columns))


def _keys(row: Tensor, number: int) -> np.ndarray:
    if row.keys is None:
        return np.arange(len(row.values))
    if len(row.keys) != len(row.values):
        raise FormatError(
            f"record {number} has {len(row.values)} values for {len(row.keys)} sparse keys"
        )
    return row.keys
