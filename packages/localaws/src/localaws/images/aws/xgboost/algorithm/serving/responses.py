"""An answer: predictions as CSV, JSON, JSON lines or RecordIO, by the version of AWS's image."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

import numpy as np
from built_in import tables
from built_in.record_protobuf import Record, Tensor

from ..versions import Version
from .float_text import texts
from .selection import Fact
from .settings import Settings

CSV = "text/csv"
JSON = "application/json"
JSON_LINES = "application/jsonlines"
RECORDIO = "application/x-recordio-protobuf"
MEDIA_TYPES = (JSON, JSON_LINES, RECORDIO, CSV)

FIRST_THAT_ACCEPTS = Version(
    1, 2, 2
)  # before, plain predictions are one line of CSV, whatever is asked


class NotAcceptable(ValueError):
    """No answer can be of this type."""


def media_type(accept: str | None, settings: Settings) -> str:
    """What type the answer has, for an Accept header; None where there is no such header.

    Raises:
        NotAcceptable: one that this image does not write.
    """
    if not settings.output_keys and settings.version < FIRST_THAT_ACCEPTS:
        return CSV
    wanted = (accept or "").partition(";")[0].strip()
    if wanted in ("", "*/*"):
        wanted = settings.default_accept
    if wanted.lower() not in MEDIA_TYPES:
        raise NotAcceptable(f"Accept {wanted} is not supported; ask for {', '.join(MEDIA_TYPES)}")
    return wanted.lower()


def write(predictions: np.ndarray, media_type: str, settings: Settings) -> bytes:
    """The body of an answer with plain predictions."""
    if settings.is_batch:  # a line for each row, whatever is asked; several classes as a list
        return ("\n".join(_rows(predictions, ", ", "[{}]")) + "\n").encode()
    if media_type == CSV:
        if settings.version < FIRST_THAT_ACCEPTS:
            return ",".join(_rows(predictions, ", ", "[{}]")).encode()
        return ("\n".join(_rows(predictions, ",", "{}")) + "\n").encode()
    return _encode([{"score": one} for one in predictions.tolist()], media_type)


def write_selected(
    rows: Sequence[Mapping[str, Fact]], media_type: str, settings: Settings
) -> bytes:
    """The body of an answer with selected facts, in the order in which they were selected."""
    if media_type != CSV:
        return _encode(rows, media_type)
    lines = (
        ",".join(f'"{fact}"' if isinstance(fact, list) else str(fact) for fact in row.values())
        for row in rows
    )
    return ("\n".join(lines) + ("\n" if settings.is_batch else "")).encode()


def _rows(predictions: np.ndarray, separator: str, frame: str) -> list[str]:
    """Each prediction as text; several classes of one with a separator between, in a frame."""
    numbers = texts(predictions.ravel())
    if predictions.ndim == 1:
        return numbers
    classes = predictions.shape[1]
    return [
        frame.format(separator.join(numbers[start : start + classes]))
        for start in range(0, len(numbers), classes)
    ]


def _encode(rows: Sequence[Mapping[str, Fact]], media_type: str) -> bytes:
    if media_type == JSON:
        return json.dumps({"predictions": rows}).encode()
    if media_type == JSON_LINES:
        return "".join(json.dumps(row) + "\n" for row in rows).encode()
    labels = (
        {key: Tensor(np.atleast_1d(fact).astype(np.float32)) for key, fact in row.items()}
        for row in rows
    )
    return bytes(tables.write(Record({}, label) for label in labels))
