"""Pages of Lambda's lists: ``Marker`` says after which entry the next one begins."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence
from typing import TypeVar

from localaws.functions.errors import invalid
from localaws.functions.operations.ledger import Request
from localaws.protocols.refusal import Refusal

_LARGEST = 50  # "Lambda returns a maximum of 50 items", whatever is asked for
_MARK = "after:"
E_ = TypeVar("E_")


def page(
    entries: Sequence[E_], name: Callable[[E_], str], request: Request
) -> tuple[list[E_], str | None]:
    """One page of entries, which have unique names and stay in their order; and the next one's marker.

    Raises:
        Refusal: the marker is none of ours, or its entry is gone.
    """
    start = 0
    if request.get("Marker"):
        after = _read(request["Marker"])
        names = [name(each) for each in entries]
        if after not in names:
            raise _bad_marker()
        start = names.index(after) + 1
    size = min(int(request.get("MaxItems") or _LARGEST), _LARGEST)
    end = start + size
    if end >= len(entries):
        return list(entries[start:]), None
    marker = base64.b64encode((_MARK + name(entries[end - 1])).encode()).decode()
    return list(entries[start:end]), marker


def _read(marker: str) -> str:
    try:
        text = base64.b64decode(marker, validate=True).decode()
    except ValueError:
        raise _bad_marker() from None
    if not text.startswith(_MARK):
        raise _bad_marker()
    return text.removeprefix(_MARK)


def _bad_marker() -> Refusal:
    return invalid("Invalid marker specified")
