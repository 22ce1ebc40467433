"""Pages of a list that has its order; a token names what the page before it ended with. Pure."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar

from localaws.sagemaker.errors import validation

_PAGE = 100
_MARK = b"after:"

T = TypeVar("T")


def cut(
    found: Sequence[T], key: Callable[[T], str], size: int | None, token: str | None
) -> tuple[list[T], str | None]:
    """One page, and the token of the next.

    Args:
        found: all there is, in the order of the list.
        key: what tells one from every other, such as its name.
        size: of a page; None is the API's default.

    Raises:
        ApiError: the token is none of ours, or what it stood after is gone.
    """
    start = _start(found, key, token)
    end = start + (size or _PAGE)
    if end >= len(found):
        return list(found[start:]), None
    return list(found[start:end]), base64.b64encode(_MARK + key(found[end - 1]).encode()).decode()


def _start(found: Sequence[T], key: Callable[[T], str], token: str | None) -> int:
    if not token:
        return 0
    try:
        mark = base64.b64decode(token, validate=True)
    except ValueError as error:  # not base64, or not even ASCII
        raise validation("Invalid NextToken.") from error
    for index, each in enumerate(found):
        if mark == _MARK + key(each).encode():
            return index + 1
    raise validation("Invalid NextToken.")
