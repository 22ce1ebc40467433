"""Whether a subscription's filter policy lets a notification through. Pure.

SNS's developer guide, "Amazon SNS message filtering". A policy is an event pattern whose numbers are
compared by value; it is held against the message's attributes, or against its body where that is JSON.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

# An event pattern's text becomes a test of an event's text; a ValueError says that it is no pattern.
Compile = Callable[[str], Callable[[str], bool]]

_OF_BODY = "MessageBody"


def passes(
    policy: Mapping[str, Any],
    scope: str | None,
    attributes: Mapping[str, Any],
    body: str,
    compile_pattern: Compile,
) -> bool:
    """Whether a message passes.

    Args:
        scope: FilterPolicyScope; None is MessageAttributes.
        attributes: Type and Value by name.
    """
    if not policy:
        return True
    if scope == _OF_BODY:
        try:
            event = json.loads(body)
        except (ValueError, RecursionError):
            return False
    else:
        event = {name: _value(each) for name, each in attributes.items()}
    return isinstance(event, dict) and compile_pattern(_text(policy))(_text(event))


def check(policy: Mapping[str, Any], compile_pattern: Compile) -> None:
    """See that a policy is one.

    Raises:
        ValueError: it is none; the message says why.
    """
    if policy:
        compile_pattern(_text(policy))


def _value(attribute: Mapping[str, Any]) -> Any:
    """An attribute's value as policies see it; bytes cannot be matched."""
    kind, value = attribute["Type"], attribute["Value"]
    if kind.startswith("Binary"):
        return []
    if kind == "Number":
        return Decimal(value)
    if kind == "String.Array":
        try:
            return json.loads(value)
        except (ValueError, RecursionError):
            return value
    return value


def _text(value: Any) -> str:
    """JSON in which equal numbers are written alike."""
    return json.dumps(_written_alike(value))


def _written_alike(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _written_alike(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_written_alike(each) for each in value]
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return _number(value)
    return value


def _number(value: float | Decimal) -> float:
    try:
        exact = Decimal(str(value))
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    except (InvalidOperation, OverflowError):
        return float(value)
