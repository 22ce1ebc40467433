"""What a field may hold instead of a value: a path, an intrinsic function or JSONata.

``Template``s are JSON with such expressions within, as ``Parameters``, ``Arguments``, ``Assign`` and
others take it; in JSONPath a member named ``x.$`` is one, in JSONata a string in ``{% %}``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from localaws.stepfunctions.language import intrinsic, path_reader
from localaws.stepfunctions.language.intrinsic import Call
from localaws.stepfunctions.language.path import Path
from localaws.stepfunctions.language.scanner import Unreadable

_OPENS, _CLOSES = "{%", "%}"


@dataclass(frozen=True)
class Jsonata:
    """An expression, without its ``{%`` and ``%}``."""

    text: str


Expression = Path | Call | Jsonata


@dataclass(frozen=True)
class Constant:
    """A JSON value without expressions."""

    value: Any


@dataclass(frozen=True)
class Evaluated:
    """An expression in a template. ``field`` is how it is called in messages: ``name.$`` or ``a/b``."""

    field: str
    expression: Expression


@dataclass(frozen=True)
class Object:
    members: tuple[tuple[str, Template], ...]


@dataclass(frozen=True)
class Array:
    items: tuple[Template, ...]


Template = Constant | Evaluated | Object | Array

Report = Callable[[str, str], None]
"""Told of a problem: the sentence, and the location below the template, as ``/a[0]``."""


def jsonpath(text: str) -> Path | Call:
    """The path or intrinsic function that ``text`` is.

    Raises:
        Unreadable: it is neither.
    """
    return path_reader.read(text) if text.startswith("$") else intrinsic.read(text)


def claims_jsonata(value: Any) -> bool:
    """Whether it is meant to be JSONata."""
    return isinstance(value, str) and value.startswith(_OPENS)


def is_jsonata(value: Any) -> bool:
    return claims_jsonata(value) and len(value) >= len(_OPENS + _CLOSES) and value.endswith(_CLOSES)


def jsonata(text: str) -> Jsonata:
    """The expression within ``{% %}``."""
    return Jsonata(text[len(_OPENS) : -len(_CLOSES)].strip())


def jsonpath_template(value: Any, report: Report, location: str = "") -> Template:
    """A payload template. Problems are reported, and what has one is left out."""
    if isinstance(value, list):
        items = (jsonpath_template(one, report, f"{location}[{n}]") for n, one in enumerate(value))
        return _folded(Array(tuple(items)), value)
    if not isinstance(value, dict):
        return Constant(value)
    members: list[tuple[str, Template]] = []
    for name, member in value.items():
        if not name.endswith(".$"):
            members.append((name, jsonpath_template(member, report, f"{location}/{name}")))
        elif not isinstance(member, str):
            report(
                f"The value for the field '{name}' must be a STRING that contains a JSONPath or "
                f"intrinsic function call but was {_json_type(member)}",
                location,
            )
        else:
            try:
                members.append((name[:-2], Evaluated(name, jsonpath(member))))
            except Unreadable:
                report(
                    f"The value for the field '{name}' must be a valid JSONPath or a valid "
                    "intrinsic function call",
                    location,
                )
    return _folded(Object(tuple(members)), value)


def jsonata_template(value: Any, field: str, unclosed: Callable[[str], object]) -> Template:
    """A template whose strings in ``{% %}`` are JSONata. ``field`` is the name of the whole.

    ``unclosed`` is told where a string begins as JSONata and does not end so.
    """
    if isinstance(value, list):
        items = (jsonata_template(one, f"{field}[{n}]", unclosed) for n, one in enumerate(value))
        return _folded(Array(tuple(items)), value)
    if isinstance(value, dict):
        members = (
            (name, jsonata_template(one, f"{field}/{name}", unclosed))
            for name, one in value.items()
        )
        return _folded(Object(tuple(members)), value)
    if is_jsonata(value):
        return Evaluated(field, jsonata(value))
    if claims_jsonata(value):
        unclosed(field)
    return Constant(value)


def _json_type(value: Any) -> str:
    """What AWS calls a JSON value's type."""
    if isinstance(value, bool):
        return "a BOOLEAN"
    kinds = {dict: "an OBJECT", list: "an ARRAY", type(None): "NULL"}
    return kinds.get(type(value), "a NUMBER")


def _folded(template: Object | Array, value: Any) -> Template:
    """A constant where nothing below is to be evaluated."""
    below: Iterator[Template] = (
        iter(template.items)
        if isinstance(template, Array)
        else (member for _, member in template.members)
    )
    whole = len(template.items if isinstance(template, Array) else template.members) == len(value)
    if whole and all(isinstance(one, Constant) for one in below):
        return Constant(value)
    return template


def expressions(template: Template) -> Iterator[Evaluated]:
    """Everything within that is evaluated."""
    match template:
        case Evaluated():
            yield template
        case Object(members):
            for _, member in members:
                yield from expressions(member)
        case Array(items):
            for item in items:
                yield from expressions(item)
