"""The order and the pages of a search's results. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from localaws.sagemaker import pages
from localaws.search.properties import Property

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
    return pages.cut(found, lambda each: each[0], size, token)
