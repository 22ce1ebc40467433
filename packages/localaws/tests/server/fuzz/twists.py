"""Sound requests with something unusual about their HTTP, which the model has no words for.

Some stay what they were, some become requests of another operation or of none: what no answer must
be to them is a 5xx, or an error that its protocol's clients cannot read.
"""

from __future__ import annotations

import gzip
import random
from collections.abc import Callable
from dataclasses import replace

from .wire import Request

_METHODS = ("GET", "PUT", "POST", "DELETE", "PATCH", "OPTIONS", "TRACE", "BREW", "post")
_VALUES = (
    "",
    "text",
    "-1",
    "0",
    "1.5",
    "9" * 30,
    "%00",
    "%FF",
    "%EF%BF%BE",
    "a%2Fb",
    "%F0%9F%9A%80",
)
_LONG = 7000  # of a header; what is longer than a server reads is refused before anybody looks


def packed(request: Request, chance: random.Random) -> Request:
    """A body in gzip, or one that says so and is not."""
    body = gzip.compress(request.body)
    if chance.random() < 0.3:
        body = body[: len(body) // 2]
    return replace(request, body=body, headers=request.headers | {"Content-Encoding": "gzip"})


def another_method(request: Request, chance: random.Random) -> Request:
    return replace(request, method=chance.choice(_METHODS))


def twice_in_the_query(request: Request, chance: random.Random) -> Request:
    """One parameter of the query again, with another value."""
    path, _, query = request.path.partition("?")
    pairs = query.split("&") if query else ["Action=Nothing"]
    name = chance.choice(pairs).partition("=")[0]
    return replace(request, path=f"{path}?{query}&{name}={chance.choice(_VALUES)}")


def other_values_in_the_query(request: Request, chance: random.Random) -> Request:
    path, _, query = request.path.partition("?")
    names = [pair.partition("=")[0] for pair in query.split("&") if pair]
    asked = "&".join(f"{name}={chance.choice(_VALUES)}" for name in names)
    return replace(request, path=f"{path}?{asked}")


def other_values_in_headers(request: Request, chance: random.Random) -> Request:
    """Another value of one header that the operation has, or one that is very long."""
    names = [name for name in request.headers if name.lower().startswith("x-amz-")]
    name = chance.choice([*names, "X-Amz-Meta-Long", "Range", "If-Match", "X-Moto-Account-Id"])
    value = chance.choice(("", "text", "-1", "9" * 30, "a b;c=d,e", "x" * _LONG, "\xff\xfe"))
    return replace(request, headers=request.headers | {name: value})


def another_content_type(request: Request, chance: random.Random) -> Request:
    kind = chance.choice(("", "text", "text/plain", "application/octet-stream", "x" * _LONG))
    return replace(request, headers=request.headers | {"Content-Type": kind})


def waiting_to_continue(request: Request, chance: random.Random) -> Request:
    return replace(request, headers=request.headers | {"Expect": "100-continue"})


def another_path(request: Request, chance: random.Random) -> Request:
    path, mark, query = request.path.partition("?")
    odd = chance.choice(
        (f"/{path}", f"{path}/", f"{path}/..", f"{path}%00", f"{path}%FF", "/", "//")
    )
    return replace(request, path=odd + mark + query)


# After these, the request may be one of another protocol, whose answers are not this one's.
OF_ANOTHER_PROTOCOL = (another_content_type,)
TWISTS: tuple[Callable[[Request, random.Random], Request], ...] = (
    packed,
    another_method,
    twice_in_the_query,
    other_values_in_the_query,
    other_values_in_headers,
    another_content_type,
    waiting_to_continue,
    another_path,
)
