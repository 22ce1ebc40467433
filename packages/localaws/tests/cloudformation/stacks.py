"""Templates and stacks for tests that need no server: what stands on nothing but values."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.cloudformation.operations.requests import wanted
from localaws.cloudformation.stack import Resource, Stack, Wanted
from localaws.cloudformation.store import Store
from localaws.cloudformation.types.handler import Made, Site

THING = "Test::Made::Thing"


def thing(after: str | None = None, **properties: Any) -> dict[str, Any]:
    """A resource of a template, made after another one."""
    depends = {} if after is None else {"DependsOn": after}
    return {"Type": THING, "Properties": properties, **depends}


def asked(resources: Mapping[str, Any], **sections: Any) -> Wanted:
    """What a request with that template wants."""
    return wanted({"TemplateBody": json.dumps({"Resources": resources, **sections})})


def stack(store: Store, name: str, **members: Any) -> Stack:
    """A stack that stands in the store."""
    made = replace(store.new_stack(name), **{"status": "CREATE_COMPLETE", **members})
    store.put(made)
    return made


class Things:
    """A resource type whose things are names with properties, and a record of what was done.

    ``Name`` can only a new one have; whose ``Fails`` is true cannot be made or changed to.
    """

    fixed = frozenset({"Name"})
    properties = None

    def __init__(self) -> None:
        self.there: dict[str, Mapping[str, Any]] = {}
        self.done: list[str] = []
        self.stuck: set[str] = set()  # logical ids of what cannot be deleted

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        return self._set(site, properties.get("Name", site.logical_id), properties, "create")

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        return self._set(site, made.physical_id, new, "update")

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        self.done.append(f"delete {made.physical_id}")
        if site.logical_id in self.stuck:
            raise OSError("it is stuck")
        self.there.pop(made.physical_id)

    def _set(self, site: Site, name: str, properties: Mapping[str, Any], what: str) -> Made:
        self.done.append(f"{what} {name}")
        if properties.get("Fails"):
            raise OSError("it does not want to")
        self.there[name] = properties
        return Made(name, {"Arn": f"arn:{name}"})

    def resource(self, logical_id: str, **properties: Any) -> Resource:
        """One that stands."""
        name = properties.get("Name", logical_id)
        self.there[name] = properties
        return Resource(logical_id, THING, properties, Made(name), self, False, False)
