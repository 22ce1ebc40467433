"""Records that last as long as a test."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from localaws.stepfunctions.activity import Activity
from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.engine.journal import MemoryJournal
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_run import MapRun
from localaws.stepfunctions.state_machine import Alias, StateMachine, Version


class MemoryRecords:
    def __init__(self) -> None:
        self.journal = MemoryJournal()
        self._machines: dict[str, StateMachine] = {}
        self._versions: dict[str, Version] = {}
        self._aliases: dict[str, Alias] = {}
        self._activities: dict[str, Activity] = {}
        self._tags: dict[str, Mapping[str, str]] = {}
        self.runs: dict[str, MapRun] = {}

    def machine(self, arn: str) -> StateMachine | None:
        return self._machines.get(arn)

    def machines(self) -> Sequence[StateMachine]:
        return list(self._machines.values())

    def put_machine(self, machine: StateMachine) -> None:
        self._machines[machine.arn] = machine

    def delete_machine(self, arn: str) -> None:
        self._machines.pop(arn, None)
        self._tags.pop(arn, None)
        for version in self.versions(arn):
            del self._versions[version.arn]
        for alias in self.aliases(arn):
            del self._aliases[alias.arn]

    def version(self, arn: str) -> Version | None:
        return self._versions.get(arn)

    def versions(self, machine_arn: str) -> Sequence[Version]:
        return [each for each in self._versions.values() if each.machine.arn == machine_arn]

    def put_version(self, version: Version) -> None:
        self._versions[version.arn] = version

    def delete_version(self, arn: str) -> None:
        self._versions.pop(arn, None)

    def alias(self, arn: str) -> Alias | None:
        return self._aliases.get(arn)

    def aliases(self, machine_arn: str) -> Sequence[Alias]:
        return [each for each in self._aliases.values() if each.machine_arn == machine_arn]

    def put_alias(self, alias: Alias) -> None:
        self._aliases[alias.arn] = alias

    def delete_alias(self, arn: str) -> None:
        self._aliases.pop(arn, None)

    def activity(self, arn: str) -> Activity | None:
        return self._activities.get(arn)

    def activities(self) -> Sequence[Activity]:
        return list(self._activities.values())

    def put_activity(self, activity: Activity) -> None:
        self._activities[activity.arn] = activity

    def delete_activity(self, arn: str) -> None:
        self._activities.pop(arn, None)
        self._tags.pop(arn, None)

    def tags(self, arn: str) -> Mapping[str, str]:
        return self._tags.get(arn, {})

    def put_tags(self, arn: str, tags: Mapping[str, str]) -> None:
        self._tags[arn] = tags

    def execution(self, arn: str) -> Execution | None:
        return self.journal.execution(arn)

    def executions(
        self,
        *,
        machine_arn: str | None = None,
        map_run_arn: str | None = None,
        status: str | None = None,
    ) -> Sequence[Execution]:
        wanted = {"machine_arn": machine_arn, "map_run_arn": map_run_arn, "status": status}
        asked: dict[str, Any] = {name: value for name, value in wanted.items() if value is not None}
        return [
            each
            for each in list(self.journal._executions.values())
            if all(getattr(each, name) == value for name, value in asked.items())
        ]

    def some_events(
        self, arn: str, after: int | None, most: int, newest_first: bool = False
    ) -> Sequence[Event]:
        events = list(self.journal.events(arn))
        if newest_first:
            left = [each for each in reversed(events) if after is None or each.id < after]
        else:
            left = [each for each in events if after is None or each.id > after]
        return left[:most]

    def count_events(self, arn: str) -> int:
        return len(self.journal.events(arn))

    def map_run(self, arn: str) -> MapRun | None:
        return self.runs.get(arn)

    def map_runs(self, execution_arn: str) -> Sequence[MapRun]:
        return [each for each in self.runs.values() if each.execution_arn == execution_arn]
