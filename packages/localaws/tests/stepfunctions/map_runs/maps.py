"""Distributed Maps on an engine of their own: S3 is a dictionary, what is kept lies in memory."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO

from localaws.clock import Clock
from localaws.stepfunctions.engine.engine import Engine
from localaws.stepfunctions.engine.journal import MemoryJournal
from localaws.stepfunctions.engine.workers import Workers
from localaws.stepfunctions.map_runs.distributed import DistributedMaps
from localaws.stepfunctions.map_runs.record import Child, MapRun
from localaws.stepfunctions.map_runs.s3 import S3Failure

from ..engine.running import Running, Tasks
from .memory_store import MemoryStore


class Bucket:
    """S3 with one bucket, named ``bucket``."""

    def __init__(self, objects: dict[str, bytes] | None = None) -> None:
        self.objects = objects or {}

    def open(self, bucket: str, key: str, version: str | None, region: str) -> BinaryIO:
        if bucket != "bucket" or key not in self.objects:
            raise S3Failure("The specified key does not exist.")
        return io.BytesIO(self.objects[key])

    def listed(self, arguments: Mapping[str, Any], region: str) -> Iterator[Mapping[str, Any]]:
        for key in sorted(self.objects):
            if key.startswith(arguments.get("Prefix", "")):
                yield {"Key": key, "ETag": '"e"', "Size": len(self.objects[key])}

    def has_bucket(self, bucket: str) -> bool:
        return bucket == "bucket"

    def put(self, bucket: str, key: str, content: Path) -> None:
        self.objects[key] = content.read_bytes()

    def json(self, key: str) -> Any:
        return json.loads(self.objects[key])


class Maps(Running):
    """An engine with distributed Maps."""

    def __init__(
        self,
        journal: MemoryJournal | None = None,
        clock: Clock | None = None,
        store: MemoryStore | None = None,
        s3: Bucket | None = None,
    ) -> None:
        self.journal = journal or MemoryJournal()
        self.clock = clock or Clock()
        self.store = store or MemoryStore()
        self.s3 = s3 or Bucket()
        self.tasks = Tasks()
        self.threads = Workers(4, "map run")
        self.maps = DistributedMaps(
            self.store, self.s3, self.clock, self.journal.execution, self.threads.do
        )
        self.engine = Engine(lambda _: self.journal, self.clock, self.tasks, self.maps)
        self.maps.serve(self.engine)

    def restarted(self) -> Maps:
        """The server is killed, and started again on what was kept."""
        self.close()
        following = Maps(self.journal, self.clock, self.store, self.s3)
        following.engine.resume(list(self.journal.running()))
        return following

    def close(self) -> None:
        self.engine.close()
        self.threads.close()

    def map_run(self, arn: str) -> MapRun:
        """The newest of an execution."""
        return self.store.runs(arn)[0]

    def children(self, arn: str) -> list[Child]:
        return list(self.store.children(self.map_run(arn).arn, most=1_000_000))

    def output(self, definition: dict[str, Any], given: Any = None) -> Any:
        """What a machine that succeeds gives."""
        execution = self.run(definition, given)
        assert execution.status == "SUCCEEDED", (execution.error, execution.cause)
        assert execution.output is not None
        return json.loads(execution.output)
