"""The record of a map run while it changes: counts, limits, and which of its children are to be kept."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from localaws.stepfunctions.map_runs.record import Child, Counts, MapRun
from localaws.stepfunctions.map_runs.store import MapRunStore

_ROWS_AT_ONCE = 1000


class Tally:
    """``run`` is the record as it is by now."""

    def __init__(self, run: MapRun, store: MapRunStore) -> None:
        self.run = run
        self._store = store
        self._changed: list[Child] = []

    def begin(self, **members: Any) -> None:
        """Count from nothing; nothing is kept yet, so that nobody sees counts that are not whole."""
        self.run = replace(self.run, items=Counts(), executions=Counts(), **members)

    def count(self, before: str | None, after: str, items: int) -> None:
        """A child with so many items went from one status to another; None: it is new."""
        run = self.run
        self.run = replace(
            run,
            items=run.items.moved(before, after, items),
            executions=run.executions.moved(before, after, 1),
        )

    def change(self, child: Child) -> None:
        """Have a child kept as it is now."""
        self._changed.append(child)
        if len(self._changed) >= _ROWS_AT_ONCE:
            self._keep_children()

    def set(self, **members: Any) -> None:
        """Change the record, and keep it."""
        self.run = replace(self.run, **members)
        self.keep()

    def keep(self) -> None:
        """Keep what has changed: children first, so that the counts are never ahead of them."""
        self._keep_children()
        self._store.put_run(self.run)

    def _keep_children(self) -> None:
        if self._changed:
            self._store.put_children(self.run.arn, self._changed)
            self._changed = []
