"""A request as it came over the wire, before anybody knows what it means."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Wire:
    """Attributes:
    path: still percent-encoded, without the query.
    headers: names in lower case.
    body: empty where it is a stream that is not read here.
    """

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes = b""


def headers_of(environ: Mapping[str, Any]) -> dict[str, str]:
    """The headers that a WSGI environment has, names in lower case."""
    headers = {
        key[5:].replace("_", "-").lower(): value
        for key, value in environ.items()
        if key.startswith("HTTP_")
    }
    if environ.get("CONTENT_TYPE"):
        headers["content-type"] = environ["CONTENT_TYPE"]
    return headers


@dataclass(frozen=True)
class Call:
    """What a request asks for: an operation of a service and its parameters, of the right types."""

    operation: str
    parameters: dict[str, Any]
