"""Pages of a list whose entries have a name: the token says after which one the next page begins."""

from __future__ import annotations

import base64
from collections.abc import Mapping, Sequence
from typing import Any

from localaws.protocols.refusal import Refusal

_LARGEST = 100
_MARK = b"after:"


def page(
    entries: Sequence[Mapping[str, Any]], member: str, request: Mapping[str, Any]
) -> tuple[list[Mapping[str, Any]], str | None]:
    """One page in the order of ``member``, which is unique, and the token of the next page.

    Raises:
        Refusal: the token is none of ours.
    """
    after = _after(request.get("NextToken"))
    left = sorted((e for e in entries if e[member] > after), key=lambda entry: str(entry[member]))
    size = request.get("MaxResults", _LARGEST)
    if len(left) <= size:
        return left, None
    return left[:size], base64.b64encode(_MARK + left[size - 1][member].encode()).decode()


def _after(token: str | None) -> str:
    if not token:
        return ""
    try:
        mark = base64.b64decode(token, validate=True).decode()
    except ValueError:  # not base64, or no text
        mark = ""
    if not mark.startswith(_MARK.decode()):
        raise Refusal("InvalidPaginationTokenException", "Invalid input was provided.")
    return mark.removeprefix(_MARK.decode())
