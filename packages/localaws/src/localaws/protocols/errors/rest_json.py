"""Errors of REST with JSON: the code in a header, the message in the body."""

from __future__ import annotations

import json

from localaws.protocols.refusal import Refusal
from localaws.protocols.response import Response, one_line


def written(refusal: Refusal, request_id: str) -> Response:
    body = json.dumps({**refusal.members, "message": refusal.message}).encode()
    headers = (
        ("Content-Type", "application/json"),
        ("x-amzn-RequestId", request_id),
        ("x-amzn-ErrorType", one_line(refusal.code)),
    )
    return Response(refusal.status, headers, body)
