"""What a destination and a dead-letter queue are told of an event. Pure.

The record is that of the developer guide, "Capturing records of Lambda asynchronous invocations"; a
dead-letter queue gets the event as it was, with three attributes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from localaws.functions.asynchronous.policy import Condition
from localaws.functions.execution.invocation import Invocation, Outcome
from localaws.protocols.timestamps import iso


def destination_record(
    invocation: Invocation,
    outcome: Outcome | None,
    condition: Condition,
    attempts: int,
    now: float,
) -> Mapping[str, Any]:
    """The invocation record.

    Args:
        outcome: of the last attempt; None where none got in.
        attempts: how often it was run (``approximateInvokeCount``).
    """
    record: dict[str, Any] = {
        "version": "1.0",
        "timestamp": iso(now),
        "requestContext": {
            "requestId": invocation.id,
            "functionArn": invocation.target.qualified_arn,
            "condition": condition,
            "approximateInvokeCount": attempts,
        },
        "requestPayload": _json(invocation.payload),
    }
    if outcome is not None:
        context: dict[str, Any] = {"statusCode": 200, "executedVersion": outcome.version}
        if outcome.error:
            context["functionError"] = outcome.error
        record |= {"responseContext": context, "responsePayload": _json(outcome.payload)}
    return record


def without_payloads(record: Mapping[str, Any]) -> Mapping[str, Any]:
    """A record that is too large for a topic: without what the function got and answered.

    OnFailure in the API's reference says that the payload is dropped there.
    """
    return {name: each for name, each in record.items() if not name.endswith("Payload")}


def dead_letter_attributes(invocation: Invocation, outcome: Outcome | None) -> Mapping[str, str]:
    """RequestID, ErrorCode (an HTTP status) and ErrorMessage, its first KB."""
    attributes = {"RequestID": invocation.id, "ErrorCode": "200" if outcome else "429"}
    if outcome is not None:
        payload = _json(outcome.payload)
        message = payload.get("errorMessage") if isinstance(payload, dict) else None
        attributes["ErrorMessage"] = str(message or "")[:1024]
    else:
        attributes["ErrorMessage"] = "Rate Exceeded."
    return attributes


def _json(payload: bytes) -> Any:
    try:
        return json.loads(payload)
    except ValueError:
        return payload.decode(errors="replace")
