"""Errors of JSON 1.0 and 1.1: ``__type`` and ``message``."""

from __future__ import annotations

import json

from localaws.protocols.refusal import Refusal
from localaws.protocols.response import Response, one_line


def written(refusal: Refusal, request_id: str) -> Response:
    body = json.dumps({"__type": refusal.code, "message": refusal.message}).encode()
    headers = (
        ("Content-Type", "application/x-amz-json-1.1"),
        ("x-amzn-RequestId", request_id),
        ("x-amzn-ErrorType", one_line(refusal.code)),
    )
    return Response(refusal.status, headers, body)
