"""The body of a request, from bytes to rows of numbers: features only, no label.

The same readers as in training; what AWS's image lets through that training would not is here.
"""

from __future__ import annotations

from enum import StrEnum
from itertools import pairwise

import numpy as np
from built_in import tables

from ..formats import csv, digits, libsvm
from ..formats.errors import FormatError
from ..versions import Version
from . import cores
from .booster import Matrix
from .model import Model

SMALLEST_PART = 1 << 17  # bytes of CSV that are worth another core

FIRST_WITH_SHORT_NAMES = Version(1, 0, 1)  # and the first that takes libsvm where nothing is said


class Kind(StrEnum):
    """What a body may be, by the name that AWS's messages use."""

    CSV = "csv"
    LIBSVM = "libsvm"
    RECORDIO = "recordio-protobuf"


_MEDIA_TYPES = {
    "text/csv": Kind.CSV,
    "text/libsvm": Kind.LIBSVM,
    "text/x-libsvm": Kind.LIBSVM,
    "application/x-recordio-protobuf": Kind.RECORDIO,
}


class UnknownContentType(ValueError):
    """No request may be of this type."""


def kind_of(content_type: str | None, version: Version) -> Kind:
    """What a Content-Type header means; None where there is no such header.

    Raises:
        UnknownContentType: nothing that this image reads, or a ``label_size`` other than 1.
    """
    has_short_names = version >= FIRST_WITH_SHORT_NAMES
    if not content_type:
        return Kind.LIBSVM if has_short_names else Kind.CSV
    media_type, *parameters = (part.strip() for part in content_type.lower().split(";"))
    kind = _MEDIA_TYPES.get(media_type)
    if kind is None and has_short_names and media_type in list(Kind):
        kind = Kind(media_type)
    if kind is None:
        raise UnknownContentType(
            f"Content-Type {content_type} is not supported; send {', '.join(_MEDIA_TYPES)}"
        )
    for parameter in parameters:
        name, _, value = (part.strip() for part in parameter.partition("="))
        if name == "label_size" and value != "1":
            raise UnknownContentType(f"Content-Type {content_type}: label_size must be 1")
    return kind


def parse(body: bytes, kind: Kind) -> Matrix:
    """The rows of a body.

    Raises:
        FormatError: it is not what its kind says, or a number is infinite.
    """
    matrix = _READERS[kind](body)
    numbers = matrix if isinstance(matrix, np.ndarray) else matrix.data
    if np.isinf(numbers).any():
        raise FormatError("a number is infinite or too large for 32 bits; the largest is 3.4e38")
    return matrix


def check_columns(columns: int, kind: Kind, model: Model) -> None:
    """What AWS's image itself checks, of pickled models only: one column may be missing, since a model
    that was trained on libsvm, whose indices mostly begin with 1, has one more than its CSV.

    Raises:
        ValueError: too many or too few.
    """
    if model.is_pickled and kind is not Kind.LIBSVM and not 0 <= model.features - columns <= 1:
        raise ValueError(
            f"the {kind} data have {columns} columns, the model was trained on {model.features}"
        )


def _read_csv(body: bytes) -> np.ndarray:
    text = body.strip()
    delimiter = csv.guess_delimiter(text) or ","
    try:
        parts = cores.share(lambda part: _read_rows(part, delimiter), _parts(text))
    except FormatError:
        return csv.parse(text, delimiter)  # which says it with the right line and columns
    if len({part.shape[1] for part in parts}) > 1:
        return csv.parse(text, delimiter)
    whole: np.ndarray = np.concatenate(parts)
    return whole


def _parts(text: bytes) -> list[bytes]:
    """One part of whole lines for each core, if they are worth it."""
    count = min(cores.COUNT, len(text) // SMALLEST_PART)
    starts = [0]
    for number in range(1, count):
        start = text.find(b"\n", number * len(text) // count) + 1
        if start > starts[-1]:
            starts.append(start)
    return [text[start:end].rstrip(b"\n") for start, end in pairwise([*starts, len(text)])]


def _read_rows(text: bytes, delimiter: str) -> np.ndarray:
    cut = digits.cut(text, delimiter)
    if cut is None:
        return csv.parse(text, delimiter, on_all_cores=False)
    others = csv.parse(cut.text, delimiter, on_all_cores=False)
    whole: np.ndarray = np.hstack([others, cut.digits], dtype=np.float32)
    return whole


def _read_libsvm(body: bytes) -> Matrix:
    return libsvm.parse(b"\n".join(map(_with_label, body.strip().splitlines()))).features


def _read_recordio(body: bytes) -> Matrix:
    return tables.read_table(body).features


def _with_label(line: bytes) -> bytes:
    """A request's line may have a label or not; ``libsvm`` wants one. A comment has neither."""
    first = line.split(None, 1)[:1]
    return b"0 " + line if not first or b":" in first[0] else line


_READERS = {Kind.CSV: _read_csv, Kind.LIBSVM: _read_libsvm, Kind.RECORDIO: _read_recordio}
