"""Where map runs and their children are kept."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from localaws.stepfunctions.map_runs.record import Child, MapRun


class MapRunStore(Protocol):
    """Everything of it may be called from many threads. What was put survives the process."""

    def put_run(self, run: MapRun) -> None:
        """Keep a map run, new or changed."""

    def run(self, arn: str) -> MapRun | None: ...

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
