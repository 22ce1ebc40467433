"""Constraints that a model states and its service does not keep, each with the reason.

The one place where a request that the model forbids is let in.
"""

from __future__ import annotations

from typing import Any

# By service and shape (``*``: every shape of the service): the rules that are not enforced.
_WAIVED: dict[str, dict[str, frozenset[str]]] = {
    # S3's model lists what its authors knew; the service answers in its own words, or takes it.
    # Storage classes, locations and canned ACLs that are newer than a client's model are common.
    "s3": {"*": frozenset({"enum", "pattern", "length", "value"})},
}


def is_waived(service: str, shape: Any, rule: str) -> bool:
    """Whether ``rule`` (``enum``, ``pattern``, ``length``, ``value``) is not enforced there."""
    waived = _WAIVED.get(service)
    if waived is None:
        return False
    return rule in waived.get(shape.name, ()) or rule in waived.get("*", ())
