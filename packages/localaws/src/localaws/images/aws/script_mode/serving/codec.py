"""Arrays from what a client sends, and what is sent back, by their types.

The formats and their oddities are those of ``sagemaker_containers``, on which AWS's image of scikit-learn
serves: the only row of a CSV becomes an array of one dimension.
"""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import numpy

JSON, CSV, NPY, ANY = "application/json", "text/csv", "application/x-npy", "*/*"
UTF8_TYPES = (JSON, CSV)


class UnsupportedFormatError(Exception):
    """A type for which there is no default; the message says what to do."""

    def __init__(self, content_type: str) -> None:
        super().__init__(
            f"Content type {content_type} is not supported by this framework.\n\n"
            "Please implement input_fn to to deserialize the request data or an output_fn to\n"
            "serialize the response. For more information, see the SageMaker Python SDK README."
        )


def decode(data: Any, content_type: str) -> Any:
    """The array that ``data`` says.

    Raises:
        UnsupportedFormatError: of that type none can be read.
    """
    if content_type == JSON:
        return numpy.array(json.loads(data))
    if content_type == CSV:
        rows = csv.reader(io.StringIO(data), strict=True)
        return numpy.array(list(rows)).squeeze()
    if content_type == NPY:
        return numpy.load(io.BytesIO(data), allow_pickle=True)
    raise UnsupportedFormatError(content_type)


def encode(array: Any, content_type: str) -> str | bytes:
    """The other way round. Raises UnsupportedFormatError."""
    if content_type == JSON:
        return json.dumps(array, default=_plain)
    if content_type == CSV:
        table = numpy.array(array)
        written = io.StringIO()
        rows = table.reshape(-1, 1) if table.ndim == 1 else table
        csv.writer(written, lineterminator="\n", strict=True).writerows(rows.tolist())
        return written.getvalue()
    if content_type == NPY:
        packed = io.BytesIO()
        numpy.save(packed, array)
        return packed.getvalue()
    raise UnsupportedFormatError(content_type)


def _plain(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} cannot be said in JSON")
