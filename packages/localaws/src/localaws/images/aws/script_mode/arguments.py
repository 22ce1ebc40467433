"""Hyperparameters as a script's arguments, by the rules of AWS's training toolkit (its ``mapping``)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def arguments(hyperparameters: Mapping[str, Any]) -> list[str]:
    """``--name value`` for each, in alphabetical order; a name of one letter has one dash.

    Values are as Python writes them (``True``, ``[1, 2]``), None is empty, a dictionary is ``a=1,b=2``.
    """
    found = []
    for name in sorted(hyperparameters):
        found += [_option(name), _value(hyperparameters[name])]
    return found


def _option(name: str) -> str:
    return f"--{name}" if len(name) > 1 else f"-{name}" if name else ""


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return ",".join(f"{key}={part}" for key, part in sorted(value.items()))
    return "" if value is None else str(value)
