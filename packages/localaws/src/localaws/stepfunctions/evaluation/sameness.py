"""When two JSON values are the same: members in any order, and 1 and 1.0 are one number, true none."""

from __future__ import annotations

import json
from typing import Any


def same(one: Any, other: Any) -> bool:
    return key(one) == key(other)


def key(found: Any) -> str:
    """A text that is equal for equal values."""
    if isinstance(found, float) and found.is_integer():
        found = int(found)
    if isinstance(found, dict):
        members = (f"{json.dumps(name)}:{key(found[name])}" for name in sorted(found))
        return "{" + ",".join(members) + "}"
    if isinstance(found, list):
        return "[" + ",".join(map(key, found)) + "]"
    return json.dumps(found)
