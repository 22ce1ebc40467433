"""Templates of mails, and what becomes of them with data: SES's subset of Handlebars.

By "Using templates to send personalized email" of SES's developer guide: values, also nested ones, ``#each``,
``#if`` and ``#unless`` with ``else``, and comments. Partials are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_TAG = re.compile(r"\{\{\{(?P<raw>[^{}]*)\}\}\}|\{\{(?P<tag>![^}]*|[^{}]*)\}\}")
_STEP = re.compile(r"[^./]+")


class BadTemplate(Exception):
    """It is none. The message says why."""


class MissingValue(Exception):
    """The data lacks what a template has in it. The message is SES's."""

    def __init__(self, name: str) -> None:
        super().__init__(f"Attribute '{name}' is not present in the rendering data.")


@dataclass(frozen=True)
class Template:
    """A template of a mail."""

    name: str
    subject: str | None = None
    text: str | None = None
    html: str | None = None


@dataclass(frozen=True)
class _Block:
    """``kind`` is each, if or unless; ``name`` what it asks for."""

    kind: str
    name: str
    inner: tuple[Any, ...]
    otherwise: tuple[Any, ...]


@dataclass(frozen=True)
class _Value:
    name: str


def rendered(text: str, data: Mapping[str, Any]) -> str:
    """A text with its values.

    Raises:
        BadTemplate: it is none.
        MissingValue: a value is missing.
    """
    parts, _ = _parsed(iter(_tokens(text)), None)
    return "".join(_written(parts, (data,)))


def _tokens(text: str) -> Iterator[str | tuple[str]]:
    """Texts, and tags as tuples of one."""
    end = 0
    for found in _TAG.finditer(text):
        yield text[end : found.start()]
        tag = found["tag"] if found["tag"] is not None else found["raw"]
        yield (tag.strip(),)
        end = found.end()
    yield text[end:]


def _parsed(
    tokens: Iterator[str | tuple[str]], within: str | None
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The parts up to the end of the block ``within``, and those after its else."""
    halves: tuple[list[Any], list[Any]] = ([], [])
    into = halves[0]
    for token in tokens:
        if isinstance(token, str):
            into.append(token)
            continue
        (tag,) = token
        if tag.startswith("!"):
            continue
        if tag.startswith("#"):
            kind, _, name = tag[1:].partition(" ")
            if kind not in ("each", "if", "unless") or not name.strip():
                raise BadTemplate(f"{{{{{tag}}}}} is none of #each, #if and #unless with a name")
            into.append(_Block(kind, name.strip(), *_parsed(tokens, kind)))
        elif tag.startswith("/"):
            if tag[1:].strip() != within:
                raise BadTemplate(f"{{{{{tag}}}}} ends no block")
            return tuple(halves[0]), tuple(halves[1])
        elif tag == "else":
            if within is None or into is halves[1]:
                raise BadTemplate("{{else}} belongs to no block")
            into = halves[1]
        elif tag.startswith((">", "^", "&")) or not tag:
            raise BadTemplate(f"{{{{{tag}}}}} is not supported by this embedded AWS")
        else:
            into.append(_Value(tag))
    if within is not None:
        raise BadTemplate(f"a {{{{#{within}}}}} does not end")
    return tuple(halves[0]), ()


def _written(parts: tuple[Any, ...], scopes: tuple[Any, ...]) -> Iterator[str]:
    for part in parts:
        if isinstance(part, str):
            yield part
        elif isinstance(part, _Value):
            yield _text(_found(part.name, scopes))
        elif part.kind == "each":
            yield from _each(part, scopes)
        else:
            holds = bool(_found(part.name, scopes, optional=True)) == (part.kind == "if")
            yield from _written(part.inner if holds else part.otherwise, scopes)


def _each(block: _Block, scopes: tuple[Any, ...]) -> Iterator[str]:
    items = _found(block.name, scopes)
    if isinstance(items, Mapping):
        items = list(items.values())
    if not isinstance(items, list):
        raise MissingValue(block.name)
    for item in items:
        yield from _written(block.inner, (*scopes, item))
    if not items:
        yield from _written(block.otherwise, scopes)


def _found(name: str, scopes: tuple[Any, ...], optional: bool = False) -> Any:
    path, here = name, len(scopes) - 1
    while path.startswith("../"):
        path, here = path.removeprefix("../"), here - 1
    steps = _STEP.findall(path)
    if steps[:1] == ["this"]:
        steps = steps[1:]
    value: Any = scopes[max(here, 0)]
    for step in steps:
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            value = None
            break
    if value is None and not optional:
        raise MissingValue(name)
    return value


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
