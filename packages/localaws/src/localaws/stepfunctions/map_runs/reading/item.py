"""One item of a Map state, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

STATE_DATA = "STATE_DATA"
"""``$$.Map.Item.Source`` of what a state has from its input."""
ERROR = "States.ItemReaderFailed"


class Unreadable(Exception):
    """A dataset cannot be read: the map run fails with ``ERROR`` and this sentence."""


@dataclass(frozen=True, slots=True)
class Item:
    """``key`` where a JSON object is iterated over, the name of the member."""

    index: int
    value: Any
    source: str = STATE_DATA
    key: str | None = None

    @property
    def context(self) -> dict[str, Any]:
        """``$$.Map.Item``, as the developer guide describes it ("Context object data for Map states")."""
        found = {"Index": self.index, "Value": self.value, "Source": self.source}
        return found if self.key is None else found | {"Key": self.key}
