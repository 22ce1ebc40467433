"""What a record must look like for anybody to show it: the types of what is read of it.

Records outlive releases, and people edit and copy them. So what a record may lack, it may lack (null), and what it
has beside this is nobody's business here; but a text where an object belongs is no record.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Each:
    """An object whose values, whatever their names, have one shape; or, as a list, its items."""

    shape: Any
    listed: bool = False


_TEXT, _NUMBER, _OBJECT = "a text", "a number", Each(None)
_SCORE = {"value": None, "low": _NUMBER, "high": _NUMBER}
_COST = {"usd": _NUMBER, "why": _TEXT, "unknown": Each(_TEXT, listed=True)}
RECORD: Mapping[str, Any] = {
    "run": _TEXT,
    "execution": {"arn": _TEXT, "name": _TEXT, "started_by": _TEXT, "seconds": _NUMBER},
    "status": _TEXT,
    "outcome": {"name": _TEXT, "sentence": _TEXT},
    "config": {"hyperparameters": _OBJECT, "processing": _OBJECT},
    "inputs": Each(
        {
            "objects": _NUMBER,
            "bytes": _NUMBER,
            "versions": {"objects": Each({}, listed=True)},
        }
    ),
    "jobs": Each(
        {
            "name": _TEXT,
            "seconds": _NUMBER,
            "image": {"uri": _TEXT, "digest": _TEXT},
            "code": {"hash": _TEXT},
            "instances": {"type": _TEXT},
            "cost": _COST,
            "arguments": Each(None, listed=True),
            "hyperparameters": _OBJECT,
            "metrics": Each(_NUMBER),
        },
        listed=True,
    ),
    "cost": _COST,
    "model": {"package": _TEXT},
    "champion": {"run": _TEXT, "model": _TEXT},
    "scores": Each({"candidate": _SCORE}),
    "decision": {"sentence": _TEXT},
    "approval": {"by": _TEXT, "reason": _TEXT},
}
_NEEDED = ("run", "execution")


def problem(record: Any) -> str | None:
    """What of it is not as it must be, as the end of a sentence; None: nothing."""
    if not isinstance(record, dict) or any(record.get(name) is None for name in _NEEDED):
        return "it says neither its run nor its execution"
    return _wrong(record, RECORD, "")


def _wrong(value: Any, shape: Any, where: str) -> str | None:
    if value is None or shape is None:
        return None
    if shape is _TEXT or shape is _NUMBER:
        return None if _is(value, shape) else f"{where} is to be {shape}, and is {_shown(value)}"
    is_list = isinstance(shape, Each) and shape.listed
    if not isinstance(value, list if is_list else dict):
        return f"{where} is to be {'a list' if is_list else 'an object'}, and is {_shown(value)}"
    items: Iterable[tuple[Any, Any]] = (
        enumerate(value) if isinstance(value, list) else value.items()
    )
    for name, inner in items:
        inside = f"{where}[{name}]" if is_list else f"{where}.{name}".lstrip(".")
        wanted = shape.shape if isinstance(shape, Each) else shape.get(name)
        if (wrong := _wrong(inner, wanted, inside)) is not None:
            return wrong
    return None


def _is(value: Any, shape: str) -> bool:
    if shape == _TEXT:
        return isinstance(value, str)
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:  # an integer beyond every float
        return False


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:60]}…"
