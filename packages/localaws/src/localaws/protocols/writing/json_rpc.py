"""What an operation of JSON 1.0 or 1.1 gives: its result as it stands, moments as seconds since 1970."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from botocore.model import OperationModel

from localaws.protocols.response import Response


def written(asked: OperationModel, result: Mapping[str, Any], request_id: str) -> Response:
    """The result of an operation."""
    version = asked.service_model.metadata.get("jsonVersion", "1.0")
    headers = (
        ("Content-Type", f"application/x-amz-json-{version}"),
        ("x-amzn-RequestId", request_id),
    )
    return Response(200, headers, json.dumps(result, default=in_json).encode())


def in_json(value: object) -> float:
    """What JSON has in the place of a value that it does not know: a moment's seconds since 1970."""
    if isinstance(value, datetime):
        return round(value.timestamp(), 3)
    raise TypeError(f"{type(value).__name__} is nothing that a response may hold")
