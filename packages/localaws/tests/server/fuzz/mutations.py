"""Requests that a model forbids: a sound one with one rule broken, and bodies that are none."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from botocore.model import OperationModel

from localaws.protocols.exceptions import is_waived
from localaws.protocols.patterns import matcher
from localaws.protocols.reading import rest

_SCALARS = ("string", "integer", "long", "boolean", "float", "double", "timestamp")
_WRONG: tuple[Any, ...] = (7, "seven", True, 1.5, [], {}, ["x"], {"x": "y"})


@dataclass(frozen=True)
class Mutant:
    """``parameters`` breaks one rule, which ``why`` names."""

    parameters: dict[str, Any]
    why: str


def broken_rules(
    shape: Any, sound: dict[str, Any], service: str, chance: random.Random
) -> list[Mutant]:
    """Mutants of a sound request, in random order."""
    found = [
        Mutant(_changed(sound, path, value), why)
        for path, value, why in _breaks(shape, sound, (), service)
    ]
    chance.shuffle(found)
    return found


_GONE = object()
Path = tuple[Any, ...]


def _breaks(shape: Any, value: Any, path: Path, service: str) -> Iterator[tuple[Path, Any, str]]:
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return
    if kind == "structure":
        for name in shape.required_members:
            member = shape.members[name]
            if name in value and _may_go(member) and (not path or _shows(value, but=name)):
                yield (*path, name), _GONE, f"{name} is required"
        for name, member in value.items():
            below = shape.members[name]
            # Another path is another operation, and an empty header is none.
            if below.serialization.get("location") not in ("uri", "header", "headers"):
                yield from _breaks(below, member, (*path, name), service)
    elif kind == "list":
        yield from _sizes(shape, value, path, service)
        for index, member in enumerate(value):
            yield from _breaks(shape.member, member, (*path, index), service)
    elif kind == "map":
        for key, member in value.items():
            yield from _breaks(shape.value, member, (*path, key), service)
    elif kind == "string":
        yield from _strings(shape, value, path, service)
    elif kind in ("integer", "long", "float", "double"):
        yield from _numbers(shape, path, service)


def _shows(value: Any, but: str = "") -> bool:
    """Whether there is anything of a value in a form, which has no way to say an empty one."""
    if isinstance(value, dict):
        return any(_shows(member) for name, member in value.items() if name != but)
    return any(map(_shows, value)) if isinstance(value, list) else True


def _may_go(member: Any) -> bool:
    return member.serialization.get("location") != "uri" and not member.metadata.get(
        "idempotencyToken"
    )


def _sizes(
    shape: Any, value: list[Any], path: Path, service: str
) -> Iterator[tuple[Path, Any, str]]:
    high = shape.metadata.get("max")
    if (
        high is not None
        and high < 500
        and value
        and all(map(_shows, value))
        and not is_waived(service, shape, "length")
    ):
        yield path, (value * (high + 1))[: high + 1], "too long a list"


def _strings(shape: Any, value: str, path: Path, service: str) -> Iterator[tuple[Path, Any, str]]:
    rules = shape.metadata
    if rules.get("enum") and not is_waived(service, shape, "enum"):
        yield path, "NoSuchValueInTheModel", "not in the enumeration"
    pattern = rules.get("pattern")
    if pattern and not is_waived(service, shape, "pattern"):
        for wrong in ("\x7f", "§ %", "日本 語!", value + "\n\n"):
            if not matcher(pattern).fullmatch(wrong):
                yield path, wrong, "against the pattern"
                break
    if not is_waived(service, shape, "length"):
        high, low = rules.get("max"), rules.get("min")
        if high is not None and high <= 100_000:
            yield path, "x" * (high + 1), "too long"
        if low and low > 1:
            yield path, "x" * (low - 1), "too short"


def _numbers(shape: Any, path: Path, service: str) -> Iterator[tuple[Path, Any, str]]:
    if is_waived(service, shape, "value"):
        return
    high, low = shape.metadata.get("max"), shape.metadata.get("min")
    if high is not None:
        yield path, int(high) + 1, "too large"
    if low is not None:
        yield path, int(low) - 1, "too small"
    if shape.type_name in ("integer", "long"):
        yield path, 1 << 70, "no integer of 64 bits"


def wrong_types(shape: Any, sound: dict[str, Any], chance: random.Random) -> list[Mutant]:
    """A sound request in which one value has a type that JSON must not turn into the right one."""
    paths = list(_typed(shape, sound, ()))
    chance.shuffle(paths)
    return [
        Mutant(_changed(sound, path, wrong), f"a {type(wrong).__name__} for a {kind}")
        for path, kind in paths
        for wrong in [chance.choice([w for w in _WRONG if not _passes(kind, w)])]
    ]


def _typed(shape: Any, value: Any, path: Path) -> Iterator[tuple[Path, str]]:
    kind = shape.type_name
    if getattr(shape, "is_document_type", False):
        return
    if path:
        yield path, kind
    if kind == "structure":
        for name, member in value.items():
            if "location" not in shape.members[name].serialization:
                yield from _typed(shape.members[name], member, (*path, name))
    elif kind == "list":
        for index, member in enumerate(value):
            yield from _typed(shape.member, member, (*path, index))
    elif kind == "map":
        for key, member in value.items():
            yield from _typed(shape.value, member, (*path, key))


def _passes(kind: str, value: Any) -> bool:
    if kind in ("float", "double"):
        return type(value) in (int, float)
    wanted: dict[str, tuple[type, ...]] = {
        "structure": (dict,), "map": (dict,), "list": (list,), "string": (str,), "blob": (str,),
        "boolean": (bool,), "integer": (int,), "long": (int,), "timestamp": (int, float),
        "character": (str,),
    }  # fmt: skip
    return type(value) in wanted[kind]


def _changed(value: Any, path: Path, new: Any) -> Any:
    if not path:
        return new
    first, rest = path[0], path[1:]
    copy = dict(value) if isinstance(value, dict) else list(value)
    if not rest and new is _GONE:
        del copy[first]
    else:
        copy[first] = _changed(copy[first], rest, new)
    return copy


# Bodies that are no request of any operation; what an answer must not be to them is a 5xx.
BODIES: tuple[bytes, ...] = (
    b"",
    b"{",
    b"[]",
    b"null",
    b'"text"',
    b"\xff\xfe\x00",
    b"\x00" * 8,
    b'{"a":' * 5000 + b"1" + b"}" * 5000,
    b"[" * 100_000,
    b'{"Name":"\\ud800"}',
    b'{"Name":NaN}',
    b'{"Name":1e999,"n":' + b"9" * 5000 + b"}",
    b"<a>" * 5000,
    b'<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aa"><!ENTITY b "&a;&a;">]><l>&b;</l>',
    b"Action=&=&&%zz&Tags.member.999999999.Key=x",
    b"Tags.member.x.Key=1&Tags=2&Tags.member=3",
    "名前=値&Action=日本".encode(),
)

_INSIDE = (
    "", "text", "<Rule/>", "<Rule/><Rule/>", "<TagSet><Tag/></TagSet>", "<TagSet/>", "<Object/>",
    "<Part/>", "<CORSRule/>", "<Status/>", "<Mode>x</Mode>", "<Owner/>", "<a>" * 90 + "</a>" * 90,
    "<Owner><ID>x</ID></Owner><AccessControlList><Grant/></AccessControlList>",
    "<QueueConfiguration/>", "<Rule><Status>Enabled</Status></Rule>", "<ObjectLockEnabled/>",
)  # fmt: skip


def documents(asked: OperationModel) -> tuple[bytes, ...]:
    """Well-formed documents of the operation's name and of others, with too little inside."""
    name, member = rest.payload(asked) or ("Strange", None)
    own = member.serialization.get("name", name) if member is not None else name
    return tuple(
        f"<{root}>{inside}</{root}>".encode() for root in (own, "Tagging") for inside in _INSIDE
    )
