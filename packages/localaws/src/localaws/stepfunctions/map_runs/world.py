"""What surrounds map runs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from localaws.clock import Clock
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_runs.s3 import S3
from localaws.stepfunctions.map_runs.store import MapRunStore

Ended = Callable[[Execution], None]


class Children(Protocol):
    """Who runs child executions: the engine."""

    def start(self, execution: Execution, ended: Ended | None = None) -> None: ...

    def abort(self, arn: str) -> None:
        """End an execution soon, and wait for nothing."""

    def redrive(self, execution: Execution) -> float: ...

    def when_ended(self, arn: str, call: Ended) -> bool:
        """False: it does not run."""


@dataclass(frozen=True)
class World:
    """``execution`` gives an execution as it is kept; ``do`` has something done in a thread of map runs."""

    store: MapRunStore
    s3: S3
    clock: Clock
    children: Children
    execution: Callable[[str], Execution | None]
    do: Callable[[Callable[[], Any]], None]
