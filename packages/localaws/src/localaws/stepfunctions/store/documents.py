"""Records as JSON documents, and back."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import Any

from localaws.stepfunctions.activity import Activity
from localaws.stepfunctions.map_runs.record import Counts, MapRun, ResultFile
from localaws.stepfunctions.state_machine import Alias, Route, StateMachine, Version

Record = StateMachine | Version | Alias | Activity | MapRun


def written(record: Record | Mapping[str, str]) -> str:
    members = dict(record) if isinstance(record, Mapping) else asdict(record)
    return json.dumps(members, separators=(",", ":"))


def read(kind: type[Any], document: str) -> Any:
    """The record of that kind."""
    return _READERS[kind](json.loads(document))


def _version(members: dict[str, Any]) -> Version:
    return Version(**members | {"machine": StateMachine(**members["machine"])})


def _alias(members: dict[str, Any]) -> Alias:
    return Alias(**members | {"routes": tuple(Route(**route) for route in members["routes"])})


def _map_run(members: dict[str, Any]) -> MapRun:
    counts = {name: Counts(**members[name]) for name in ("items", "executions")}
    files = tuple(ResultFile(**each) for each in members["files"])
    return MapRun(**members | counts | {"files": files})


_READERS: dict[type[Any], Callable[[dict[str, Any]], Any]] = {
    StateMachine: lambda members: StateMachine(**members),
    Version: _version,
    Alias: _alias,
    Activity: lambda members: Activity(**members),
    MapRun: _map_run,
    dict: lambda members: members,
}
