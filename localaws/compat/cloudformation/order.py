"""The order in which resources are made: each after those that it refers to or depends on."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from localaws.compat.cloudformation.errors import TemplateError

_PLACEHOLDER = re.compile(r"\$\{([^!}.]+)")


def in_order(resources: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """Logical names; those without an order between them stay as written.

    Raises:
        TemplateError: resources depend on one another in a circle.
    """
    positions = {name: number for number, name in enumerate(resources)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, resource in resources.items():
        sorter.add(
            name, *sorted(dependencies(resource) & positions.keys(), key=positions.__getitem__)
        )
    try:
        return list(sorter.static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        raise TemplateError(f"Circular dependency between resources: [{circle}]") from error


def dependencies(resource: Mapping[str, Any]) -> set[str]:
    """The names that a resource refers to: resources, parameters, pseudo parameters."""
    explicit = resource.get("DependsOn", [])
    named = {explicit} if isinstance(explicit, str) else set(explicit)
    return named | set(_references(resource.get("Properties", {})))


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, member in value.items():
            if key == "Ref" and isinstance(member, str):
                yield member
            elif key == "Fn::GetAtt" and isinstance(member, list | str):
                yield member.split(".")[0] if isinstance(member, str) else member[0]
            elif key == "Fn::Sub":
                text = member if isinstance(member, str) else member[0]
                yield from (name.strip() for name in _PLACEHOLDER.findall(text))
            yield from _references(member)
    elif isinstance(value, list):
        for member in value:
            yield from _references(member)
