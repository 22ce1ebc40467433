"""Which messages of a batch are done with, by how its invocation ended. Pure.

Lambda's developer guide, "Implementing partial batch responses": what a function that reports failures
returns is a whole success, a list of what failed, or (where it makes no sense) a whole failure.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from localaws.functions.execution.invocation import Outcome


def done(identifiers: Sequence[str], outcome: Outcome, reports_failures: bool) -> set[str]:
    """The identifiers of the messages that can be deleted.

    Args:
        identifiers: of all messages of the batch.
        reports_failures: what the function returns is looked at.
    """
    if outcome.error is not None:
        return set()
    if not reports_failures:
        return set(identifiers)
    failed = _failed(outcome.payload)
    if failed is None or not failed <= set(identifiers):
        return set()
    return set(identifiers) - failed


def _failed(payload: bytes) -> set[str] | None:
    """The identifiers that a function names; None where its answer is none."""
    try:
        answer: Any = json.loads(payload or b"null")
    except (ValueError, RecursionError):
        return None
    if answer is None or answer == "":
        return set()
    if not isinstance(answer, dict):
        return None
    listed = answer.get("batchItemFailures")
    if listed is None:
        return set()
    if not isinstance(listed, list):
        return None
    named: set[str] = set()
    for each in listed:
        identifier = each.get("itemIdentifier") if isinstance(each, dict) else None
        if not isinstance(identifier, str) or not identifier:
            return None
        named.add(identifier)
    return named
