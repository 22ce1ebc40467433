"""Pages of a list: the token says how many entries came before. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from localaws.protocols.refusal import Refusal

_LARGEST = 50


def page(
    member: str, entries: Sequence[Mapping[str, Any]], request: Mapping[str, Any]
) -> dict[str, Any]:
    """The response with one page of the entries under ``member``.

    Raises:
        Refusal: the token is none of ours.
    """
    token = request.get("NextToken", "0")
    if not token.isascii() or not token.isdigit():
        raise Refusal("InvalidNextTokenException", "The NextToken value is not valid.")
    begin, size = int(token), min(request.get("MaxResults", _LARGEST), _LARGEST)
    response: dict[str, Any] = {member: list(entries[begin : begin + size])}
    if begin + size < len(entries):
        response["NextToken"] = str(begin + size)
    return response
