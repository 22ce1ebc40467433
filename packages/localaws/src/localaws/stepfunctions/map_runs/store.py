"""Where map runs and their children are kept."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Protocol

from localaws.stepfunctions.map_runs.record import Child, MapRun


class MapRunStore(Protocol):
    """Everything of it may be called from many threads. What was put survives the process."""

    def put_run(self, run: MapRun) -> None:
        """Keep a map run, new or changed."""

    def run(self, arn: str) -> MapRun | None: ...

    def runs(self, execution_arn: str) -> Sequence[MapRun]:
        """Those of an execution, newest first."""

    def put_children(self, arn: str, children: Sequence[Child]) -> None:
        """Keep children of a map run, new or changed, by their number."""

    def children(self, arn: str, after: int = -1, most: int = 1000) -> Sequence[Child]:
        """The next children by number."""

    def clear_children(self, arn: str) -> None:
        """Forget the children of a map run whose dataset is read anew."""


def every_child(store: MapRunStore, arn: str) -> Iterator[Child]:
    """All children of a map run by number, read as they are asked for."""
    after = -1
    while page := store.children(arn, after):
        yield from page
        after = page[-1].number


class MemoryStore:
    """Keeps nothing beyond the process: for tests."""

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
