"""Parquet: every column is numbers; their order in the file is the order of the columns."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .errors import FormatError


def parse(data: Any) -> np.ndarray:
    """The numbers of a buffer, float32 of (rows, columns), row by row in memory; null is NaN.

    Raises:
        FormatError: it is not Parquet, or a column is not of numbers.
    """
    try:
        table = pq.read_table(pa.BufferReader(pa.py_buffer(data)))
    except (pa.ArrowInvalid, OSError) as error:
        raise FormatError(f"it is not Parquet: {error}") from error
    numbers: np.ndarray = np.empty((table.num_rows, table.num_columns), np.float32)
    for index, (name, column) in enumerate(zip(table.column_names, table.columns, strict=True)):
        if not _is_number(column.type):
            raise FormatError(f"column {name!r} is of {column.type}, not of numbers")
        numbers[:, index] = column.to_numpy()
    return numbers


def _is_number(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind)
    )
