"""Pages of a list: a token says after which entry of which list the next page begins."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from localaws.stepfunctions.operations import errors

DEFAULT_SIZE = 100

Entry = TypeVar("Entry")


def size(request: Mapping[str, Any]) -> int:
    """How many entries the page may have: 0 stands for the default."""
    return request.get("maxResults") or DEFAULT_SIZE


def position(request: Mapping[str, Any], of: Sequence[str]) -> str | None:
    """Where the page begins in the list ``of`` an operation and what it was asked; None: at its start.

    Raises:
        Refusal: the token is none that was given for this list.
    """
    if "nextToken" not in request:
        return None
    try:
        given, where = json.loads(base64.b64decode(request["nextToken"], validate=True))
    except (ValueError, TypeError):
        raise errors.invalid_token() from None
    if given != list(of) or not isinstance(where, str):
        raise errors.invalid_token()
    return where


def token(of: Sequence[str], where: str) -> str:
    """The token of the page that begins after ``where`` in that list."""
    return base64.b64encode(json.dumps([list(of), where]).encode()).decode()


def page(
    entries: Iterable[Entry],
    key: Callable[[Entry], str],
    request: Mapping[str, Any],
    of: Sequence[str],
    newest_first: bool = False,
) -> tuple[list[Entry], dict[str, str]]:
    """One page in the order of ``key``, which is unique, and ``nextToken`` if there is another.

    Whatever comes and goes between two pages, no entry is shown twice and none is left out.
    """
    after = position(request, of)
    left = sorted(entries, key=key, reverse=newest_first)
    if after is not None:
        left = [each for each in left if (key(each) < after if newest_first else key(each) > after)]
    shown = left[: size(request)]
    return shown, ({"nextToken": token(of, key(shown[-1]))} if len(shown) < len(left) else {})


def by_time(seconds: float, arn: str) -> str:
    """A key that sorts by time."""
    return f"{seconds:020.6f} {arn}"
