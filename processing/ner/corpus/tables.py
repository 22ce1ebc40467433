"""Writes a split as Parquet, and makes all of a job's files appear at once at its end.

A file gets its name when the job has succeeded. Until then it has a temporary one beside it, so
that nothing half-written looks whole.
"""

from __future__ import annotations

from pathlib import Path
from types import TracebackType

import pyarrow as pa
import pyarrow.parquet as pq

from .windows import Rows

UNFINISHED = ".unfinished"
ROW_GROUP = 8192  # rows gathered before they are written, at least

SCHEMA = pa.schema(
    [
        ("sentence", pa.int64()),
        ("window", pa.int32()),
        ("input_ids", pa.list_(pa.int32())),
        ("labels", pa.list_(pa.int16())),
    ]
)


class Output:
    """The files of a job: ``path`` gives the temporary name to write to, ``finish`` renames all.

    Leaving the ``with`` block without ``finish`` removes what was written.
    """

    def __init__(self) -> None:
        self._paths: list[tuple[Path, Path]] = []

    def path(self, final: Path) -> Path:
        """A temporary name beside ``final``, whose folder is made where it is missing."""
        final.parent.mkdir(parents=True, exist_ok=True)
        temporary = final.with_name(f"{final.name}{UNFINISHED}")
        self._paths.append((temporary, final))
        return temporary

    def finish(self) -> None:
        """Rename all, in the order in which they were asked for."""
        for temporary, final in self._paths:
            temporary.replace(final)
        self._paths.clear()

    def __enter__(self) -> Output:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for temporary, _ in self._paths:
            temporary.unlink(missing_ok=True)


class SplitWriter:
    """Gathers rows of one split and writes them in row groups; memory stays flat."""

    def __init__(self, path: Path) -> None:
        self._writer = pq.ParquetWriter(
            path, SCHEMA, compression="zstd", compression_level=1, use_dictionary=["labels"]
        )
        self._waiting: list[pa.RecordBatch] = []
        self._count = 0
        self.sentences = 0  # written so far: the number of the next one

    def write(self, rows: Rows, sentences: int) -> None:
        """Add the rows of so many sentences, numbered within the split from here on."""
        starts = pa.array(rows.starts)
        self._waiting.append(
            pa.RecordBatch.from_arrays(
                [
                    pa.array(rows.sentence + self.sentences),
                    pa.array(rows.window),
                    pa.ListArray.from_arrays(starts, pa.array(rows.input_ids)),
                    pa.ListArray.from_arrays(starts, pa.array(rows.labels)),
                ],
                schema=SCHEMA,
            )
        )
        self.sentences += sentences
        self._count += len(rows.sentence)
        if self._count >= ROW_GROUP:
            self._write_group()

    def _write_group(self) -> None:
        table = pa.Table.from_batches(self._waiting, SCHEMA).combine_chunks()
        self._writer.write_table(table, row_group_size=max(len(table), 1))
        self._waiting.clear()
        self._count = 0

    def close(self) -> None:
        """Write what waits, and the file's footer."""
        if self._count:
            self._write_group()
        self._writer.close()
