"""What in a template is a function, and which names a value refers to. Nothing is evaluated here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

PLACEHOLDER = re.compile(r"\$\{(!?)([^}]*)\}")


def call(value: Any) -> tuple[str, Any] | None:
    """The function's name and argument, if ``value`` is one: an object with that one member.

    A ``Condition`` that is not text is data: a policy's statement has such a member.
    """
    if not isinstance(value, dict) or len(value) != 1:
        return None
    ((name, argument),) = value.items()
    if name == "Ref" or name.startswith("Fn::"):
        return name, argument
    return (name, argument) if name == "Condition" and isinstance(argument, str) else None


def variables(argument: Any) -> Iterator[str]:
    """What a well-formed Fn::Sub takes from the template: ``Name`` or ``Name.Attribute``."""
    text, own = (argument, {}) if isinstance(argument, str) else argument
    for literal, name in PLACEHOLDER.findall(text):
        if not literal and name.strip() not in own:
            yield name.strip()


def attribute(argument: Any) -> tuple[str, Any]:
    """The resource and the attribute of a well-formed Fn::GetAtt."""
    if isinstance(argument, str):
        resource, _, name = argument.partition(".")
        return resource, name
    return argument[0], argument[1]


def references(value: Any) -> Iterator[str]:
    """The names that a checked value refers to: resources, parameters, pseudo parameters."""
    found = call(value)
    if found is not None:
        name, argument = found
        if name == "Ref":
            yield argument
        elif name == "Fn::GetAtt":
            yield attribute(argument)[0]
        elif name == "Fn::Sub":
            yield from (variable.partition(".")[0] for variable in variables(argument))
    if isinstance(value, dict):
        for member in value.values():
            yield from references(member)
    elif isinstance(value, list):
        for member in value:
            yield from references(member)
