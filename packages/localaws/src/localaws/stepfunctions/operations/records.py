"""What the operations read and write: everything of an account but what runs.

Everything of it may be called from many threads; who reads, decides and writes holds the ledger's lock.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from localaws.stepfunctions.activity import Activity
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_runs.record import MapRun
from localaws.stepfunctions.state_machine import Alias, StateMachine, Version


class Records(Protocol):
    """By ARN; what there is not is None. ``put_…`` writes anew or over."""

    def machine(self, arn: str) -> StateMachine | None: ...

    def machines(self) -> Sequence[StateMachine]: ...

    def put_machine(self, machine: StateMachine) -> None: ...

    def delete_machine(self, arn: str) -> None:
        """With its versions, aliases and tags; its executions stay."""

    def version(self, arn: str) -> Version | None: ...

    def versions(self, machine_arn: str) -> Sequence[Version]: ...

    def put_version(self, version: Version) -> None: ...

    def delete_version(self, arn: str) -> None: ...

    def alias(self, arn: str) -> Alias | None: ...

    def aliases(self, machine_arn: str) -> Sequence[Alias]: ...

    def put_alias(self, alias: Alias) -> None: ...

    def delete_alias(self, arn: str) -> None: ...

    def activity(self, arn: str) -> Activity | None: ...

    def activities(self) -> Sequence[Activity]: ...

    def put_activity(self, activity: Activity) -> None: ...

    def delete_activity(self, arn: str) -> None:
        """With its tags."""

    def tags(self, arn: str) -> Mapping[str, str]: ...

    def put_tags(self, arn: str, tags: Mapping[str, str]) -> None:
        """In place of those that it had."""

    def execution(self, arn: str) -> Execution | None:
        """Perhaps one of an account that was here before: such can only be read."""

    def current(self, arn: str) -> Execution | None:
        """The same, if it is of this account and not of one that was here before."""

    def some_executions(
        self,
        after: str | None,
        most: int,
        *,
        machine_arn: str | None = None,
        map_run_arn: str | None = None,
        status: str | None = None,
        version_arn: str | None = None,
        alias_arn: str | None = None,
        redriven: bool | None = None,
    ) -> Sequence[Execution]:
        """``most`` of those that were started before the execution ``after``, the latest first.

        Of a state machine (children of its map runs are none), a version, an alias or a map run.
        """

    def some_events(
        self, arn: str, after: int | None, most: int, newest_first: bool = False
    ) -> Sequence[Event]:
        """Those that follow the event with the number ``after`` in that order; None: from the start."""

    def count_events(self, arn: str) -> int: ...

    def map_run(self, arn: str) -> MapRun | None: ...

    def map_runs(self, execution_arn: str) -> Sequence[MapRun]: ...

    def item_count(self, map_run_arn: str, number: int) -> int | None:
        """How many items the child with that number has."""
