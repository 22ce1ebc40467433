"""ResultWriter: results in files by status, and a manifest that lists them.

``<Prefix>/<map run's id>/SUCCEEDED_0.json`` and so on; after a redrive in ``Redrive-<n>/`` below, where the
manifest lists the successes of before as well. What fails is ``States.ResultWriterFailed``.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from localaws.stepfunctions.execution import FAILED, SUCCEEDED
from localaws.stepfunctions.language.json_text import write
from localaws.stepfunctions.language.result_writer import ResultWriter
from localaws.stepfunctions.map_runs.record import PENDING, Child, MapRun, ResultFile
from localaws.stepfunctions.map_runs.results import group, shown
from localaws.stepfunctions.map_runs.s3 import S3, S3Failure

ERROR = "States.ResultWriterFailed"
GROUPS = (SUCCEEDED, FAILED, PENDING)
LARGEST_FILE = 5 << 30


class Unwritable(Exception):
    """The results cannot be written; the sentence."""


@dataclass(frozen=True)
class Destination:
    """Where the results of a map run go."""

    bucket: str
    folder: str

    @classmethod
    def of(cls, arguments: Any, run: MapRun) -> Destination:
        """The place that a writer's evaluated Parameters or Arguments name.

        Raises:
            Unwritable: they name none.
        """
        given = arguments if isinstance(arguments, Mapping) else {}
        bucket, prefix = given.get("Bucket"), given.get("Prefix", "")
        if not isinstance(bucket, str) or not bucket:
            raise Unwritable("The ResultWriter needs a Bucket, which has to be a STRING.")
        if not isinstance(prefix, str):
            raise Unwritable("The Prefix of the ResultWriter has to be a STRING.")
        parts = [prefix.rstrip("/"), run.id] if prefix else [run.id]
        if run.redrive_count:
            parts.append(f"Redrive-{run.redrive_count}")
        return cls(bucket, "/".join(parts))


@dataclass(frozen=True)
class Writing:
    """Writes the results of one map run as ``writer`` says."""

    run: MapRun
    writer: ResultWriter
    to: Destination
    s3: S3
    largest_file: int = LARGEST_FILE

    def check(self) -> None:
        """See that there is a place for the results, before anything runs for them.

        Raises:
            Unwritable: there is none.
        """
        if not self.s3.has_bucket(self.to.bucket):
            raise Unwritable(f"The specified bucket does not exist: {self.to.bucket}")

    def write(self, children: Iterable[Child]) -> tuple[dict[str, Any], tuple[ResultFile, ...]]:
        """Put the files and the manifest: the state's result, and the files of this time.

        Raises:
            Unwritable: S3 refused.
        """
        try:
            with tempfile.TemporaryDirectory(prefix="map-run-") as folder:
                return self._write(children, Path(folder))
        except (S3Failure, OSError) as failure:
            raise Unwritable(str(failure)) from failure

    def _write(
        self, children: Iterable[Child], folder: Path
    ) -> tuple[dict[str, Any], tuple[ResultFile, ...]]:
        files = {name: _Files(self, folder, name) for name in GROUPS}
        again = self.run.redrive_count > 0
        for child in children:
            name = group(child)
            if again and name == SUCCEEDED and child.redrive < self.run.redrive_count:
                continue  # an earlier file has it
            files[name].add(shown(child, self.writer.transformation))
        written = [file for name in GROUPS for file in files[name].put()]
        before = [file for file in self.run.files if file.status == SUCCEEDED]
        key = f"{self.to.folder}/manifest.json"
        path = folder / "manifest.json"
        path.write_text(write(self._manifest([*before, *written])), encoding="utf-8")
        self.s3.put(self.to.bucket, key, path)
        details = {"Bucket": self.to.bucket, "Key": key}
        result = {"MapRunArn": self.run.arn, "ResultWriterDetails": details}
        return result, tuple(written)

    def _manifest(self, files: list[ResultFile]) -> dict[str, Any]:
        by_status = {
            name: [{"Key": file.key, "Size": file.size} for file in files if file.status == name]
            for name in sorted(GROUPS)
        }
        return {
            "DestinationBucket": self.to.bucket,
            "MapRunArn": self.run.arn,
            "ResultFiles": by_status,
        }


class _Files:
    """The files of one status, each as large as a file may be."""

    def __init__(self, writing: Writing, folder: Path, status: str) -> None:
        self._writing, self._folder, self._status = writing, folder, status
        self._lines = writing.writer.output_type == "JSONL"
        self._paths: list[Path] = []
        self._open: IO[str] | None = None
        self._size = 0

    def add(self, results: list[Any]) -> None:
        for result in results:
            text = write(result)
            size = len(text.encode()) + 1
            if self._open is None or self._size + size > self._writing.largest_file:
                self._next()
            assert self._open is not None
            if not self._lines:
                self._open.write("," if self._size else "[")
            self._open.write(f"{text}\n" if self._lines else text)
            self._size += size

    def put(self) -> Iterator[ResultFile]:
        """Put the files: nothing for a status that no child has."""
        self._finish()
        for path in self._paths:
            key = f"{self._writing.to.folder}/{path.name}"
            self._writing.s3.put(self._writing.to.bucket, key, path)
            count = self._writing.run.redrive_count
            yield ResultFile(self._status, key, path.stat().st_size, count)

    def _next(self) -> None:
        self._finish()
        ending = "jsonl" if self._lines else "json"
        path = self._folder / f"{self._status}_{len(self._paths)}.{ending}"
        self._paths.append(path)
        self._open, self._size = path.open("w", encoding="utf-8"), 0

    def _finish(self) -> None:
        if self._open is None:
            return
        if not self._lines:
            self._open.write("]")
        self._open.close()
        self._open = None
