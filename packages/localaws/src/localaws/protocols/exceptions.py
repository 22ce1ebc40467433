"""Constraints that a model states and its service does not keep, each with the reason.

The one place where a request that the model forbids is let in.
"""

from __future__ import annotations

from typing import Any

# By service and shape (``*``: every shape of the service): the rules that are not enforced.
_WAIVED: dict[str, dict[str, frozenset[str]]] = {
    # S3 answers to odd sizes and forms in its own words, which moto knows, or takes them.
    "s3": {
        "*": frozenset({"pattern", "length", "value"}),
        # Regions are opened more often than models are renewed.
        "BucketLocationConstraint": frozenset({"enum"}),
    },
}


def is_waived(service: str, shape: Any, rule: str) -> bool:
    """Whether ``rule`` (``enum``, ``pattern``, ``length``, ``value``) is not enforced there."""
    waived = _WAIVED.get(service)
    if waived is None:
        return False
    return rule in waived.get(shape.name, ()) or rule in waived.get("*", ())
