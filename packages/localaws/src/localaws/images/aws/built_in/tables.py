"""Rows of numbers from recordIO-protobuf, SageMaker's ``application/x-recordio-protobuf``, and back.

The frames are ``record_io``'s, what is inside a record is ``record_protobuf``'s.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix

from . import record_io, uniform_records
from .errors import FormatError
from .record_protobuf import Record, Tensor, parse, serialise

MOST_COLUMNS = 2**31 - 1
NAME = "values"  # what the built-in algorithms call the tensor of features, and that of labels


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
    if (quick := uniform_records.read(data, NAME.encode())) is not None:
        return Table(*quick)
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
    return Table(
        features_of(rows), np.concatenate(labels).astype(np.float32) if has_labels else None
    )


def features_of(rows: list[Tensor]) -> np.ndarray | csr_matrix:
    """A row of float32 for each tensor; sparse if any of them is, or is empty.

    Raises:
        FormatError: dense rows of unequal length, among sparse ones too, or a sparse one whose keys do not fit
            its values.
    """
    is_sparse = any(row.keys is not None or not len(row.values) for row in rows)
    return _sparse(rows) if is_sparse else _dense(rows)


def read(data: Any) -> Iterator[Record]:
    """The records of a buffer, one after the other. Raises FormatError as ``read_table`` does."""
    for number, (start, end) in enumerate(record_io.frames(data), 1):
        try:
            yield parse(bytes(data[start:end]))
        except FormatError as error:
            raise FormatError(f"record {number}: {error}") from None


def write(records: Iterable[Record]) -> bytes:
    """A buffer of these records."""
    return record_io.framed(map(serialise, records))


def _dense(rows: list[Tensor]) -> np.ndarray:
    columns = len(rows[0].values)
    for number, row in enumerate(rows, 1):
        _check_length(row, number, columns, "the first record has")
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
    for number, row in enumerate(rows, 1):
        if row.keys is None and len(row.values):  # without keys nobody says which are not there
            _check_length(row, number, columns, "other records have")
    if columns > MOST_COLUMNS:
        raise FormatError(f"a record has {columns} columns, at most {MOST_COLUMNS} are possible")
    values = np.concatenate([row.values for row in rows]).astype(np.float32)
    matrix = csr_matrix((values, indices.astype(np.int32), starts), shape=(len(rows), columns))
    matrix.sort_indices()
    if not matrix.has_canonical_format:
        raise FormatError("a record has a sparse key twice")
    return matrix


def _check_length(row: Tensor, number: int, columns: int, others: str) -> None:
    if len(row.values) != columns:
        raise FormatError(f"record {number} has {len(row.values)} features, {others} {columns}")


def _keys(row: Tensor, number: int) -> np.ndarray:
    if row.keys is None:
        return np.arange(len(row.values))
    if len(row.keys) != len(row.values):
        raise FormatError(
            f"record {number} has {len(row.values)} values for {len(row.keys)} sparse keys"
        )
    if row.shape and len(row.keys) and int(row.keys.max()) >= row.shape[-1]:
        raise FormatError(
            f"record {number} has the key {int(row.keys.max())}, its shape says {row.shape[-1]} columns"
        )
    return row.keys
