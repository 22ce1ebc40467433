"""Everything that was made in an account, by kind and ARN; executions are ``journal``'s."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from localaws.stepfunctions.activity import Activity
from localaws.stepfunctions.map_runs.record import MapRun, identity
from localaws.stepfunctions.state_machine import Alias, StateMachine, Version
from localaws.stepfunctions.store import documents
from localaws.stepfunctions.store.journal import StoredJournal

T = TypeVar("T")
_WITH_A_MACHINE = (StateMachine, Version, Alias, dict)


class StoredRecords(StoredJournal):
    """The operations' records, and with them the journal, of one generation."""

    def machine(self, arn: str) -> StateMachine | None:
        return self._one(StateMachine, arn)

    def machines(self) -> Sequence[StateMachine]:
        return self._all(StateMachine)

    def put_machine(self, machine: StateMachine) -> None:
        self._put(StateMachine, machine.arn, machine)

    def delete_machine(self, arn: str) -> None:
        """With its versions, aliases and tags; its executions stay."""
        with self._database.transaction() as connection:
            for kind in _WITH_A_MACHINE:
                connection.execute(
                    "DELETE FROM records WHERE generation = ? AND kind = ? AND (arn = ? OR parent = ?)",
                    (self._generation, kind.__name__, arn, arn),
                )

    def version(self, arn: str) -> Version | None:
        return self._one(Version, arn)

    def versions(self, machine_arn: str) -> Sequence[Version]:
        return self._all(Version, machine_arn)

    def put_version(self, version: Version) -> None:
        self._put(Version, version.arn, version, version.machine.arn)

    def delete_version(self, arn: str) -> None:
        self._delete(Version, arn)

    def alias(self, arn: str) -> Alias | None:
        return self._one(Alias, arn)

    def aliases(self, machine_arn: str) -> Sequence[Alias]:
        return self._all(Alias, machine_arn)

    def put_alias(self, alias: Alias) -> None:
        self._put(Alias, alias.arn, alias, alias.machine_arn)

    def delete_alias(self, arn: str) -> None:
        self._delete(Alias, arn)

    def activity(self, arn: str) -> Activity | None:
        return self._one(Activity, arn)

    def activities(self) -> Sequence[Activity]:
        return self._all(Activity)

    def put_activity(self, activity: Activity) -> None:
        self._put(Activity, activity.arn, activity)

    def delete_activity(self, arn: str) -> None:
        """With its tags."""
        self._delete(Activity, arn)
        self._delete(dict, arn)

    def tags(self, arn: str) -> Mapping[str, str]:
        return self._one(dict, arn) or {}

    def put_tags(self, arn: str, tags: Mapping[str, str]) -> None:
        """In place of those that it had."""
        self._put(dict, arn, tags)

    def map_run(self, arn: str) -> MapRun | None:
        return self._one(MapRun, arn)

    def map_runs(self, execution_arn: str) -> Sequence[MapRun]:
        return self._all(MapRun, execution_arn)

    def put_map_run(self, run: MapRun) -> None:
        self._put(MapRun, run.arn, run, run.execution_arn)

    def item_count(self, map_run_arn: str, number: int) -> int | None:
        """How many items the child with that number has."""
        rows = self._database.rows(
            "SELECT items FROM children WHERE map_run = ? AND number = ?",
            (identity(map_run_arn), number),
        )
        return rows[0][0] if rows else None

    def _one(self, kind: type[T], arn: str) -> T | None:
        rows = self._database.rows(
            "SELECT document FROM records WHERE generation = ? AND kind = ? AND arn = ?",
            (self._generation, kind.__name__, arn),
        )
        found: T | None = documents.read(kind, rows[0][0]) if rows else None
        return found

    def _all(self, kind: type[T], parent: str = "") -> list[T]:
        rows = self._database.rows(
            "SELECT document FROM records WHERE generation = ? AND kind = ? AND parent = ?",
            (self._generation, kind.__name__, parent),
        )
        return [documents.read(kind, row[0]) for row in rows]

    def _put(self, kind: type[Any], arn: str, record: Any, parent: str = "") -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?, ?)",
                (self._generation, kind.__name__, arn, parent, documents.written(record)),
            )

    def _delete(self, kind: type[Any], arn: str) -> None:
        with self._database.transaction() as connection:
            connection.execute(
                "DELETE FROM records WHERE generation = ? AND kind = ? AND arn = ?",
                (self._generation, kind.__name__, arn),
            )
