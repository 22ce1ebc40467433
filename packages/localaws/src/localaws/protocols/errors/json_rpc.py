"""Errors of JSON 1.0 and 1.1: ``__type`` and ``message``."""

from __future__ import annotations

import json

from localaws.protocols.errors.answer import Answer, one_line
from localaws.protocols.refusal import Refusal


def written(refusal: Refusal, request_id: str) -> Answer:
    body = json.dumps({"__type": refusal.code, "message": refusal.message}).encode()
    headers = (
        ("Content-Type", "application/x-amz-json-1.1"),
        ("x-amzn-RequestId", request_id),
        ("x-amzn-ErrorType", one_line(refusal.code)),
    )
    return Answer(refusal.status, headers, body)
