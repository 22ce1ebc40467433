"""The order in which things are made or evaluated: each after those that it refers to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from localaws.cloudformation.errors import TemplateError
from localaws.cloudformation.template.expressions import call, references
from localaws.cloudformation.template.parts import Declared


def in_order(resources: Mapping[str, Declared]) -> list[str]:
    """Logical names of resources; those without an order between them stay as written.

    Raises:
        TemplateError: resources depend on one another in a circle.
    """
    needed = {name: dependencies(resource) for name, resource in resources.items()}
    return _ordered(needed, "resources")


def of_conditions(conditions: Mapping[str, Any]) -> list[str]:
    """Names of conditions, each after those that it is made of.

    Raises:
        TemplateError: conditions are made of one another in a circle.
    """
    needed = {name: set(_named(condition)) for name, condition in conditions.items()}
    return _ordered(needed, "conditions")


def dependencies(resource: Declared) -> set[str]:
    """The names that a resource refers to: resources, parameters, pseudo parameters."""
    return {*resource.depends_on, *references(resource.properties)}


def _ordered(needed: Mapping[str, Iterable[str]], what: str) -> list[str]:
    positions = {name: number for number, name in enumerate(needed)}
    sorter: TopologicalSorter[str] = TopologicalSorter()
    for name, others in needed.items():
        sorter.add(name, *sorted(positions.keys() & set(others), key=positions.__getitem__))
    try:
        return list(sorter.static_order())
    except CycleError as error:
        circle = ", ".join(error.args[1])
        raise TemplateError(f"Circular dependency between {what}: [{circle}]") from error


def _named(condition: Any) -> Iterator[str]:
    found = call(condition)
    if found is not None:
        name, argument = found
        if name == "Condition":
            yield argument
        elif name == "Fn::If" and isinstance(argument, list) and argument:
            yield argument[0]
    if isinstance(condition, dict | list):
        for member in condition.values() if isinstance(condition, dict) else condition:
            yield from _named(member)
