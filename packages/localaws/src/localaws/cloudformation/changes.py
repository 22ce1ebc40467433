"""What has to change: decided here by comparing, done by nobody here."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Any

from localaws.cloudformation.stack import Change, Resource, Stack, Wanted

_NO_PROPERTIES = frozenset[str]()


class Action(Enum):
    """What is done with one resource of a template."""

    CREATE = "create"
    KEEP = "keep"
    UPDATE = "update"
    REPLACE = "replace"


def action(standing: Resource | None, draft: Resource) -> Action:
    """What makes of the resource that stands, if one does, the one that is wanted."""
    if standing is None:
        return Action.CREATE
    if standing.kind != draft.kind:
        return Action.REPLACE
    if standing.properties == draft.properties or standing.handler is None:
        return Action.KEEP
    changed = _changed(standing.properties, draft.properties)
    return Action.REPLACE if changed & standing.handler.fixed else Action.UPDATE


def changes(
    stack: Stack, wanted: Wanted, imports: Mapping[str, str] = MappingProxyType({})
) -> tuple[Change, ...]:
    """What a change set shows, by the templates: that a parameter's value alone changes is not seen."""
    before = stack.wanted.document.get("Resources", {})
    after = wanted.document.get("Resources", {})
    added = [
        Change("Import" if name in imports else "Add", name, each["Type"], imports.get(name))
        for name, each in after.items()
        if name not in before
    ]
    modified = [
        _modified(name, before[name], each, stack.resources.get(name))
        for name, each in after.items()
        if name in before and before[name] != each
    ]
    removed = [
        Change("Remove", name, each["Type"]) for name, each in before.items() if name not in after
    ]
    return (*added, *modified, *removed)


def _modified(
    name: str, before: Mapping[str, Any], after: Mapping[str, Any], standing: Resource | None
) -> Change:
    changed = _changed(before.get("Properties", {}), after.get("Properties", {}))
    handler = None if standing is None else standing.handler
    return Change(
        "Modify",
        name,
        after["Type"],
        None if standing is None else standing.made.physical_id,
        tuple(sorted(changed)),
        changed & (_NO_PROPERTIES if handler is None else handler.fixed),
    )


def _changed(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    return frozenset(name for name in {*old, *new} if old.get(name) != new.get(name))
