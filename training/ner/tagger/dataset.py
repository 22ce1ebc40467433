"""Reads a split: the Parquet files of one channel, one row a window of a sentence.

The columns are ``sentence`` (which sentence of the split), ``window`` (which part of it),
``input_ids`` (with special tokens) and ``labels`` (the label id on the first sub-token of each
unit that the window owns, ``NOT_OWNED`` elsewhere).
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from .failure import JobError

NOT_OWNED = -100
COLUMNS = ("sentence", "window", "input_ids", "labels")


@dataclass(frozen=True)
class Split:
    """Windows of varying length, one after another in flat arrays; row i is starts[i]:starts[i+1]."""

    sentence: np.ndarray  # int64 [rows]
    window: np.ndarray  # int64 [rows]
    starts: np.ndarray  # int64 [rows + 1]
    input_ids: np.ndarray  # int64 [sub-tokens of all rows]
    labels: np.ndarray  # int64 [sub-tokens of all rows]

    def __len__(self) -> int:
        return len(self.sentence)

    @property
    def lengths(self) -> np.ndarray:
        """Sub-tokens of each row."""
        lengths: np.ndarray = np.diff(self.starts)
        return lengths

    @property
    def owned(self) -> int:
        """Units with a label, in all rows."""
        return int((self.labels != NOT_OWNED).sum())

    def row(self, index: int) -> tuple[np.ndarray, np.ndarray]:
        """The ``input_ids`` and ``labels`` of one row."""
        part = slice(self.starts[index], self.starts[index + 1])
        return self.input_ids[part], self.labels[part]

    def fingerprint(self) -> str:
        """The same for the same content, so that a checkpoint knows its data again."""
        digest = hashlib.sha256()
        for array in (self.starts, self.input_ids, self.labels):
            digest.update(np.ascontiguousarray(array).tobytes())
        return digest.hexdigest()[:16]


def read_split(folder: Path, label_count: int) -> Split:
    """Read all ``*.parquet`` of a channel, in the order of their names.

    Raises:
        JobError: the channel or its files are missing, empty or broken, or hold a label id that
            ``labels.json`` does not name.
    """
    channel = folder.name
    if not folder.is_dir():
        raise JobError(f"The job has no channel {channel!r}.")
    files = sorted(folder.rglob("*.parquet"))
    if not files:
        raise JobError(f"Channel {channel!r} holds no .parquet file.")
    table = pa.concat_tables([_read(path, channel) for path in files]).combine_chunks()
    if table.num_rows == 0:
        raise JobError(f"Channel {channel!r} has no rows: the split is empty.")
    starts, input_ids = _flatten(table["input_ids"])
    label_starts, labels = _flatten(table["labels"])
    if not np.array_equal(starts, label_starts):
        raise JobError(f"Channel {channel!r} has rows whose input_ids and labels differ in length.")
    if (np.diff(starts) == 0).any():
        raise JobError(f"Channel {channel!r} has a row without any token.")
    known = (labels == NOT_OWNED) | ((labels >= 0) & (labels < label_count))
    if not known.all():
        strange = int(labels[~known][0])
        raise JobError(
            f"Channel {channel!r} has label id {strange}, but labels.json names {label_count} "
            "labels: tokenizer and data channels must come from the same processing job."
        )
    return Split(
        sentence=table["sentence"].to_numpy().astype(np.int64),
        window=table["window"].to_numpy().astype(np.int64),
        starts=starts,
        input_ids=input_ids,
        labels=labels,
    )


def _read(path: Path, channel: str) -> pa.Table:
    try:
        table = pq.read_table(path, columns=list(COLUMNS))
    except (pa.ArrowException, OSError) as error:
        reason = str(error).splitlines()[0]
        raise JobError(f"Channel {channel!r}: cannot read {path.name}: {reason}") from error
    missing = [name for name in COLUMNS if name not in table.column_names]
    if missing:
        raise JobError(f"Channel {channel!r}: {path.name} lacks {', '.join(missing)}.")
    lists = ("input_ids", "labels")
    target = pa.schema(
        [(name, pa.large_list(pa.int64()) if name in lists else pa.int64()) for name in COLUMNS]
    )
    try:
        return table.select(list(COLUMNS)).cast(target)
    except pa.ArrowException as error:
        reason = str(error).splitlines()[0]
        raise JobError(f"Channel {channel!r}: {path.name} has wrong types: {reason}") from error


def _flatten(column: pa.ChunkedArray) -> tuple[np.ndarray, np.ndarray]:
    """Offsets and values of a list column that is one chunk."""
    if column.null_count:
        raise JobError("A row of the data has no tokens or no labels (null).")
    lists = column.combine_chunks()
    if isinstance(lists, pa.ChunkedArray):  # what pyarrow returns for a column of no chunk
        lists = pa.concat_arrays(lists.chunks)
    offsets = lists.offsets.to_numpy()
    values = lists.values.to_numpy()[offsets[0] : offsets[-1]]
    return offsets - offsets[0], values
