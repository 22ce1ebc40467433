"""What an operation of REST with JSON gives: members in headers, in the status, and in the body."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from botocore.model import OperationModel

from localaws.protocols.response import Response, one_line
from localaws.protocols.writing.json_rpc import in_json

_EMPTY = frozenset({204, 304})  # statuses whose responses have no body


def written(asked: OperationModel, result: Mapping[str, Any], request_id: str) -> Response:
    """The result of an operation; a member that is None is left out. Moments are seconds since 1970."""
    status = int(asked.http.get("responseCode", 200))
    headers = [("x-amzn-RequestId", request_id)]
    shape: Any = asked.output_shape
    whole = shape.serialization.get("payload") if shape is not None else None
    body: dict[str, Any] = {}
    for name, member in shape.members.items() if shape is not None else ():
        value = result.get(name)
        if value is None or name == whole:
            continue
        where = member.serialization.get("location")
        wire_name = member.serialization.get("name", name)
        if where == "statusCode":
            status = int(value)
        elif where == "header":
            headers.append((wire_name, one_line(str(value))))
        else:
            body[wire_name] = value
    if whole is not None and shape.members[whole].type_name == "blob":
        content = bytes(result.get(whole) or b"")
    else:
        content = json.dumps(body if whole is None else result.get(whole), default=in_json).encode()
    if status in _EMPTY:
        return Response(status, tuple(headers), b"")
    return Response(status, (("Content-Type", "application/json"), *headers), content)
