"""libsvm: a line is ``label[:weight] [qid:query] index:value …``, indices from 0, ``#`` begins a comment.

As in CSV there is a quick way through Arrow and an exact one that says in which line what is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv
from scipy.sparse import csr_matrix

from .errors import FormatError

LARGEST_INDEX = 2**31 - 2  # so that the number of columns is still an int32
BLOCK = 16 << 20
SNIPPET = 40
_BLANKS_TO_LINES = bytes.maketrans(b" \t", b"\n\n")


@dataclass(frozen=True)
class LibSvm:
    """Rows of a libsvm text: float32 labels and features, which are sparse: what is not written is
    missing. ``weights`` and ``queries`` are None where no row has any."""

    labels: np.ndarray
    features: csr_matrix
    weights: np.ndarray | None
    queries: np.ndarray | None


@dataclass(frozen=True)
class _Row:
    label: float
    weight: float | None
    query: int | None
    features: bytes
    line: int


def parse(data: Any) -> LibSvm:
    """Read a buffer.

    Raises:
        FormatError: no row; a label, weight, index or value that is none; an index that is negative,
            too large or twice in its row; weights or queries on some rows only. With its line.
    """
    rows = [_row(line, text) for line, text in _lines(data)]
    if not rows:
        raise FormatError("there are no rows")
    indices, values = _pairs(rows)
    counts = [row.features.count(b":") for row in rows]
    starts = np.concatenate(([0], np.cumsum(counts)))
    _check_repetitions(rows, indices, starts)
    columns = int(indices.max()) + 1 if len(indices) else 0
    return LibSvm(
        labels=np.array([row.label for row in rows], np.float32),
        features=csr_matrix((values, indices, starts), shape=(len(rows), columns)),
        weights=_all_or_none("weight", rows, [row.weight for row in rows], np.float32),
        queries=_all_or_none("query id", rows, [row.query for row in rows], np.int64),
    )


def line_of_row(data: Any, row: int) -> int:
    """The line, from 1, that the row with this index, from 0, is in."""
    for index, (line, _) in enumerate(_lines(data)):
        if index == row:
            return line
    raise IndexError(row)


def _lines(data: Any) -> Iterator[tuple[int, bytes]]:
    for number, line in enumerate(bytes(data).removeprefix(b"\xef\xbb\xbf").splitlines(), 1):
        if text := line.partition(b"#")[0].strip():
            yield number, text


def _row(line: int, text: bytes) -> _Row:
    head, _, features = text.partition(b" ") if b"\t" not in text else _split_blank(text)
    label, colon, weight = head.partition(b":")
    query: bytes | None = None
    if features.lstrip().startswith(b"qid:"):
        first, *rest = features.split(None, 1)
        query, features = first[4:], rest[0] if rest else b""
    try:
        return _Row(
            _number(label),
            _number(weight) if colon else None,
            None if query is None else int(query),
            features,
            line,
        )
    except ValueError:
        hint = "; CSV needs the content type text/csv" if b"," in text else ""
        raise FormatError(
            f"it begins with {_quote(head)}, where a row has label or label:weight{hint}", line
        ) from None


def _split_blank(text: bytes) -> tuple[bytes, bytes, bytes]:
    head, *rest = text.split(None, 1)
    return head, b" ", rest[0] if rest else b""


def _pairs(rows: list[_Row]) -> tuple[np.ndarray, np.ndarray]:
    """The indices (int32) and values (float32) of all rows, one after the other."""
    text = b"\n".join(row.features for row in rows).translate(_BLANKS_TO_LINES)
    if not text.strip():
        return np.empty(0, np.int32), np.empty(0, np.float32)
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(pa.py_buffer(text)),
            read_options=arrow_csv.ReadOptions(column_names=["index", "value"], block_size=BLOCK),
            parse_options=arrow_csv.ParseOptions(delimiter=":", quote_char=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types={"index": pa.int32(), "value": pa.float32()}, null_values=[]
            ),
        )
    except pa.ArrowInvalid:
        pairs = [_pair(token, row.line) for row in rows for token in row.features.split()]
        indices, values = zip(*pairs, strict=True)
        return np.array(indices, np.int32), np.array(values, np.float32)
    indices = table.column("index").to_numpy()
    if indices.min() < 0 or indices.max() > LARGEST_INDEX:
        for row in rows:
            for token in row.features.split():
                _pair(token, row.line)
    return indices, table.column("value").to_numpy()


def _pair(token: bytes, line: int) -> tuple[int, float]:
    index, colon, value = token.partition(b":")
    if not colon:
        raise FormatError(f"{_quote(token)} is not index:value", line)
    if not index.isdigit() or int(index) > LARGEST_INDEX:
        raise FormatError(
            f"{_quote(token)} has a bad index: it must be a whole number from 0 to {LARGEST_INDEX}",
            line,
        )
    try:
        return int(index), _number(value)
    except ValueError:
        raise FormatError(f"{_quote(token)} has a value that is not a number", line) from None


def _number(text: bytes) -> float:
    if b"_" in text:  # Python's own notation, no one else's
        raise ValueError(text)
    return float(text)


def _check_repetitions(rows: list[_Row], indices: np.ndarray, starts: np.ndarray) -> None:
    """Only rows that are not in ascending order can have an index twice."""
    descents: np.ndarray = np.flatnonzero(np.diff(indices) <= 0) + 1
    suspects = np.unique(np.searchsorted(starts, descents, side="right") - 1)
    for number in suspects:
        found, counts = np.unique(indices[starts[number] : starts[number + 1]], return_counts=True)
        if counts.max() > 1:
            twice = found[counts.argmax()]
            raise FormatError(f"it has the index {twice} more than once", rows[number].line)


def _all_or_none(what: str, rows: list[_Row], values: list[Any], dtype: type) -> np.ndarray | None:
    without = [row for row, value in zip(rows, values, strict=True) if value is None]
    if len(without) == len(rows):
        return None
    if without:
        raise FormatError(f"it has no {what}, but other rows have", without[0].line)
    array: np.ndarray = np.array(values, dtype)
    return array


def _quote(token: bytes) -> str:
    return repr(token[:SNIPPET].decode("utf-8", "replace"))
