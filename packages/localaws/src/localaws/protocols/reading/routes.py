"""Which operation of a REST service a method, a path, a query and headers mean."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote

from botocore.model import OperationModel, ServiceModel

from localaws.protocols.models import service_model
from localaws.protocols.refusal import UnknownOperation
from localaws.protocols.wire import Wire

_LABEL = re.compile(r"\{([^}]+)\}")


@dataclass(frozen=True)
class Route:
    """One operation's place: its path as a pattern, what the query must have, what it may need."""

    operation: str
    method: str
    path: re.Pattern[str]
    labels: tuple[str, ...]
    fixed: frozenset[tuple[str, str]]
    query: frozenset[str]
    headers: frozenset[str]
    literal: int
    deprecated: bool


@dataclass(frozen=True)
class Found:
    """An operation, and the still encoded texts of its path's labels."""

    operation: str
    labels: dict[str, str]


def found(model: ServiceModel, wire: Wire) -> Found:
    """The operation whose route fits best: the most of its query, headers and path are there.

    Raises:
        UnknownOperation: none fits.
    """
    sent = query_of(wire)
    names = {name for name, _ in sent}
    best: tuple[tuple[int, ...], Route, Any] | None = None
    for route in _routes(model.service_name):
        if route.method != wire.method:
            continue
        match = route.path.fullmatch(wire.path)
        if match is None or not _has(sent, names, route.fixed):
            continue
        lacking = len(route.query - names) + sum(h not in wire.headers for h in route.headers)
        score = (
            len(route.fixed),
            -lacking,
            len(route.query) + len(route.headers),
            route.literal,
            -route.deprecated,
        )
        if best is None or score > best[0]:
            best = (score, route, match)
    if best is None:
        raise UnknownOperation(f"{wire.method} {unquote(wire.path)}")
    _, route, match = best
    return Found(route.operation, dict(zip(route.labels, match.groups(), strict=True)))


def query_of(wire: Wire) -> list[tuple[str, str]]:
    """The query string's pairs."""
    return parse_qsl(wire.query, keep_blank_values=True, max_num_fields=10_000)


def _has(sent: list[tuple[str, str]], names: set[str], fixed: frozenset[tuple[str, str]]) -> bool:
    return all(name in names if not value else (name, value) in sent for name, value in fixed)


@cache
def _routes(service: str) -> tuple[Route, ...]:
    model = service_model(service)
    return tuple(_route(model.operation_model(name)) for name in model.operation_names)


def _route(asked: OperationModel) -> Route:
    path, _, fixed = str(asked.http["requestUri"]).partition("?")
    labels = tuple(name.rstrip("+") for name in _LABEL.findall(path))
    pieces = _LABEL.split(path)
    # split gives texts and labels by turns
    pattern = "".join(
        re.escape(piece) if index % 2 == 0 else ("(.+)" if piece.endswith("+") else "([^/]+)")
        for index, piece in enumerate(pieces)
    )
    members = asked.input_shape.members.items() if asked.input_shape else ()
    required = set(asked.input_shape.required_members) if asked.input_shape else set()
    located: dict[str, set[str]] = {"querystring": set(), "header": set()}
    for name, member in members:
        where = member.serialization.get("location")
        if name in required and where in located:
            located[where].add(member.serialization.get("name", name))
    return Route(
        asked.name,
        str(asked.http["method"]),
        re.compile(pattern.rstrip("/") + "/?" if pattern != "/" else "/?", re.DOTALL),
        labels,
        frozenset(
            (name, value)
            for name, value in parse_qsl(fixed, keep_blank_values=True)
            if name != "x-id"
        ),
        frozenset(located["querystring"]),
        frozenset(name.lower() for name in located["header"]),
        sum(len(piece) for piece in pieces[::2]),
        bool(asked.deprecated),
    )
