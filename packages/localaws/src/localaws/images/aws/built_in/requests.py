"""The body of a request, from bytes to rows of numbers: features only, in each format of AWS's algorithms.

JSON may have each instance in the forms of the guide's "Common data formats for inference": ``{"features": [1, 2]}``,
``{"data": {"features": {"values": [1, 2]}}}``, and with ``keys`` and ``shape`` where it is sparse.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix, issparse

from . import csv_rows, tables
from .errors import FormatError
from .record_protobuf import Tensor

CSV = "text/csv"
JSON = "application/json"
JSON_LINES = "application/jsonlines"
RECORDIO = "application/x-recordio-protobuf"
MEDIA_TYPES = (CSV, JSON, JSON_LINES, RECORDIO)


class UnsupportedContentType(ValueError):
    """No request may be of this type."""


def read(content_type: str | None, body: bytes, columns: int) -> Any:
    """The rows of a body, float32 of (rows, columns), dense or a csr_matrix.

    Args:
        columns: that the model was trained on.

    Raises:
        UnsupportedContentType: none of those that AWS's algorithms read.
        FormatError: the body is not what its type says, its rows are not as long as those that the model was
            trained on, or a number is none.
    """
    media_type = (content_type or "").partition(";")[0].strip().lower()
    if media_type not in MEDIA_TYPES:
        raise UnsupportedContentType(
            f"content-type {content_type or 'application/octet-stream'} not supported; send "
            f"{', '.join(MEDIA_TYPES)}"
        )
    rows = _widened(_READERS[media_type](body), columns)
    if rows.shape[1] != columns:
        raise FormatError(f"rows have {rows.shape[1]} features, the model was trained on {columns}")
    if not np.isfinite(rows.data if issparse(rows) else rows).all():
        raise FormatError("a number is NaN or infinite, or too large for 32 bits")
    return rows


def _widened(rows: Any, columns: int) -> Any:
    """Sparse rows are as wide as the model where they say no more than that."""
    if issparse(rows) and rows.shape[1] < columns:
        return csr_matrix((rows.data, rows.indices, rows.indptr), (rows.shape[0], columns))
    return rows


def _read_json(body: bytes) -> Any:
    content = _loaded(body)
    instances = content.get("instances") if isinstance(content, dict) else None
    if not isinstance(instances, list):
        raise FormatError('JSON must be {"instances": [{"features": […]}, …]}')
    return _rows(instances)


def _read_json_lines(body: bytes) -> Any:
    return _rows([_loaded(line) for line in body.splitlines() if line.strip()])


def _loaded(text: bytes) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise FormatError(f"it is no JSON: {error}") from None


def _rows(instances: Sequence[Any]) -> Any:
    if not instances:
        raise FormatError("there are no instances")
    return tables.features_of([_tensor(one, number) for number, one in enumerate(instances, 1)])


def _tensor(instance: Any, number: int) -> Tensor:
    found = instance
    for name in ("data", "features"):
        if isinstance(found, dict) and name in found:
            found = found[name]
    if found is instance:
        raise FormatError(f"instance {number} has no features")
    named: Mapping[str, Any] = found if isinstance(found, dict) else {"values": found}
    keys, shape = named.get("keys") or None, named.get("shape") or []
    try:
        values = np.array(named.get("values"), np.float32)
        indices = None if keys is None else _whole(keys)
        sizes = tuple(map(int, shape if isinstance(shape, list) else [shape]))
    except (ValueError, TypeError, OverflowError):
        raise FormatError(f"instance {number} has features that are no numbers") from None
    if values.ndim != 1 or (indices is not None and indices.ndim != 1):
        raise FormatError(f"instance {number}: features must be one list of numbers")
    return Tensor(values, indices, sizes)


def _whole(keys: Any) -> np.ndarray:
    """The keys of a sparse instance; ValueError where one is no whole number, which NumPy would cut off."""
    numbers: np.ndarray = np.array(keys)
    indices: np.ndarray = numbers.astype(np.uint64)
    if not np.array_equal(numbers, indices):
        raise ValueError(keys)
    return indices


def _read_recordio(body: bytes) -> Any:
    return tables.read_table(body).features


_READERS = {
    CSV: csv_rows.parse,
    JSON: _read_json,
    JSON_LINES: _read_json_lines,
    RECORDIO: _read_recordio,
}
