"""The order and the pages of a search's results. Pure."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any

from localaws.sagemaker.errors import validation
from localaws.search.properties import Property

_MARK = b"after:"
_PAGE = 100

Found = tuple[str, dict[str, Any]]  # a resource's ARN and what Search shows of it


def in_order(found: Sequence[Found], by: Property, descending: bool) -> list[Found]:
    """The results sorted; what lacks the property comes last, whichever the direction."""
    having = [(by.values(record), arn, record) for arn, record in found]
    there = [each for each in having if each[0]]
    there.sort(key=lambda each: (each[0][0], each[1]), reverse=descending)  # ARNs make it total
    missing = sorted(each[1:] for each in having if not each[0])
    return [(arn, record) for _, arn, record in there] + missing


def page(
    found: Sequence[Found], size: int | None, token: str | None
) -> tuple[list[Found], str | None]:
    """One page, and the token of the next.

    Raises:
        ApiError: the token is none of ours, or what it stood after is gone.
    """
    start = _start(found, token)
    end = start + (size or _PAGE)
    if end >= len(found):
        return list(found[start:]), None
    return list(found[start:end]), base64.b64encode(_MARK + found[end - 1][0].encode()).decode()


def _start(found: Sequence[Found], token: str | None) -> int:
    if not token:
        return 0
    try:
        mark = base64.b64decode(token, validate=True)
    except ValueError as error:  # not base64, or not even ASCII
        raise validation("Invalid NextToken.") from error
    for index, (arn, _) in enumerate(found):
        if mark == _MARK + arn.encode():
            return index + 1
    raise validation("Invalid NextToken.")
