"""Map runs and their children in the database: what is kept of distributed Maps, of one generation."""

from __future__ import annotations

import json
from collections.abc import Sequence

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_runs.record import Child, MapRun, identity
from localaws.stepfunctions.store.journal import decoded, encoded
from localaws.stepfunctions.store.records import StoredRecords
from localaws.store.database import Row


class StoredMapRuns:
    """Map runs are among the records; children are rows of a table, as there may be 100,000."""

    def __init__(self, records: StoredRecords) -> None:
        self._records = records
        self._database = records.database

    def put_run(self, run: MapRun) -> None:
        self._records.put_map_run(run)

    def run(self, arn: str) -> MapRun | None:
        return self._records.map_run(arn)

    def put_children(self, arn: str, children: Sequence[Child]) -> None:
        """Keep children of a map run, new or changed, by their number."""
        with self._database.transaction() as connection:
            connection.executemany(
                "INSERT OR REPLACE INTO children VALUES (?, ?, ?, ?, ?, ?, ?)",
                [_row(identity(arn), child) for child in children],
            )

    def children(self, arn: str, after: int = -1, most: int = 1000) -> Sequence[Child]:
        """The next children by number."""
        rows = self._database.rows(
            "SELECT number, items, input, status, execution, redrive FROM children "
            "WHERE map_run = ? AND number > ? ORDER BY number LIMIT ?",
            (identity(arn), after, most),
        )
        return [_child(row) for row in rows]

    def clear_children(self, arn: str) -> None:
        """Forget the children of a map run whose dataset is read anew."""
        with self._database.transaction() as connection:
            connection.execute("DELETE FROM children WHERE map_run = ?", (identity(arn),))


def _row(map_run: str, child: Child) -> Row:
    execution = child.execution
    document = None if execution is None else json.dumps(vars(execution), separators=(",", ":"))
    return (
        map_run,
        child.number,
        child.items,
        encoded(child.input),
        child.status,
        document,
        child.redrive,
    )


def _child(row: Row) -> Child:
    number, items, given, status, document, redrive = row
    execution = None if document is None else Execution(**json.loads(document))
    return Child(number, items, decoded(given), status, execution, redrive)
