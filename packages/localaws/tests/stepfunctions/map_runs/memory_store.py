"""Map runs that are kept as long as a test."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from localaws.stepfunctions.map_runs.record import Child, MapRun


class MemoryStore:
    """A ``MapRunStore``."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._runs: dict[str, MapRun] = {}
        self._children: dict[str, list[Child]] = {}

    def put_run(self, run: MapRun) -> None:
        with self._lock:
            self._runs[run.arn] = run

    def run(self, arn: str) -> MapRun | None:
        return self._runs.get(arn)

    def runs(self, execution_arn: str) -> Sequence[MapRun]:
        """Those of an execution, newest first."""
        with self._lock:
            found = [run for run in self._runs.values() if run.execution_arn == execution_arn]
        return found[::-1]

    def put_children(self, arn: str, children: Sequence[Child]) -> None:
        with self._lock:
            rows = self._children.setdefault(arn, [])
            for child in children:
                if child.number == len(rows):
                    rows.append(child)
                else:
                    rows[child.number] = child

    def children(self, arn: str, after: int = -1, most: int = 1000) -> Sequence[Child]:
        with self._lock:
            return self._children.get(arn, [])[after + 1 : after + 1 + most]

    def clear_children(self, arn: str) -> None:
        with self._lock:
            self._children.pop(arn, None)
