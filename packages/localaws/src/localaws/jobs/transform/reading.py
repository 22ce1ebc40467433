"""Reads the records of an object that has been brought to a file, compressed or not."""

from __future__ import annotations

import gzip
import itertools
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, cast

from localaws.jobs.transform import data_processing
from localaws.jobs.transform.batching import Batch, TooLarge, batches
from localaws.jobs.transform.data_processing import DataProcessing, NotProcessable
from localaws.jobs.transform.faults import ObjectFailed
from localaws.jobs.transform.limits import Limits
from localaws.jobs.transform.splitting import CONTENTS, SPLITS, Malformed


@dataclass(frozen=True)
class Reader:
    """How the objects of a job are read, and what is stored of the responses."""

    compressed: bool
    split: str
    limits: Limits
    processing: DataProcessing | None
    assembles_lines: bool

    @classmethod
    def of(cls, request: Mapping[str, Any], limits: Limits) -> Reader:
        """What an accepted CreateTransformJob request asks for."""
        source, target = request["TransformInput"], request["TransformOutput"]
        return cls(
            source.get("CompressionType", "None") == "Gzip",
            source.get("SplitType", "None"),
            limits,
            data_processing.asked_for(request),
            target.get("AssembleWith", "None") == "Line",
        )

    def batches(self, path: Path) -> Iterator[Batch]:
        """The requests that an object comes to.

        Raises:
            ObjectFailed: it is not what the job was told that it is.
        """
        single = self.limits.single
        try:
            with self._open(path) as stream:
                records = SPLITS[self.split](stream)
                yield from batches(records, self._sending(), self.limits.megabytes, single)
        except Malformed as error:
            raise ObjectFailed(
                "ClientError", f"It cannot be split as SplitType {self.split} says: {error}"
            ) from error
        except TooLarge as error:
            raise ObjectFailed(
                "ClientError", f"Too much data for max payload size: {error}"
            ) from error
        except (gzip.BadGzipFile, EOFError, zlib.error) as error:
            raise ObjectFailed("ClientError", f"It is not gzip: {error}") from error

    def stored(self, batch: Batch, response: bytes) -> bytes:
        """What is stored of a response.

        Raises:
            ObjectFailed: it cannot be joined to its records, or filtered.
        """
        if self.processing is not None and self.processing.changes_output:
            try:
                response = self.processing.stored(batch.records, response)
            except NotProcessable as error:
                which = (
                    f"record {batch.first + error.index}"
                    if error.index is not None
                    else batch.words
                )
                raise ObjectFailed("ClientError", f"Of {which}: {error}") from error
        if self.assembles_lines and not response.endswith(b"\n"):
            return response + b"\n"
        return response

    def _open(self, path: Path) -> BinaryIO:
        return cast(BinaryIO, gzip.open(path)) if self.compressed else path.open("rb")

    def _sending(self) -> Callable[[bytes], bytes]:
        """What makes of each record of an object, in their order, what is sent of it."""
        content = CONTENTS[self.split] if self.limits.single else bytes
        processing, numbers = self.processing, itertools.count(1)
        if processing is None or processing.input_filter.is_root:
            return content

        def filtered(record: bytes) -> bytes:
            number = next(numbers)
            try:
                return content(processing.sent(record))
            except NotProcessable as error:
                raise ObjectFailed("ClientError", f"Of record {number}: {error}") from error

        return filtered
