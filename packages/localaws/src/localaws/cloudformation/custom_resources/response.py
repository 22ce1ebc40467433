"""What a custom resource's provider responds. Pure.

CloudFormation's user guide, "Custom resource response objects": at most 4096 bytes, ``Status`` SUCCESS or
FAILED, a ``Reason`` for the latter, the ids of the request, and ``Data`` for Fn::GetAtt.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from localaws.cloudformation.custom_resources.request import Request

MOST = 4096  # bytes
LONGEST_ID = 1024  # bytes


@dataclass(frozen=True)
class Response:
    """How it went.

    Attributes:
        failure: None for SUCCESS; else the sentence that the stack's event has.
        hides: whether ``data`` is shown to nobody (``NoEcho``).
    """

    physical_id: str | None = None
    failure: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    hides: bool = False


def read(body: bytes, request: Request) -> Response:
    """The response to a request; one that cannot be used is a failure that says why."""
    if len(body) > MOST:
        return Response(failure="Response object is too long.")
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return Response(failure="Invalid response object: it is no JSON.")
    if not isinstance(said, dict):
        return Response(failure="Invalid response object: it is no JSON object.")
    physical = said.get("PhysicalResourceId")
    known = physical if isinstance(physical, str) and physical else None
    wrong = _fault(said, request, known)
    if wrong is not None:
        return Response(known, failure=f"Invalid response object: {wrong}")
    if said["Status"] == "FAILED":
        return Response(known, failure=_failed(said["Reason"], request))
    return Response(known, data=said.get("Data") or {}, hides=said.get("NoEcho") is True)


def _fault(said: Mapping[str, Any], request: Request, physical: str | None) -> str | None:
    status = said.get("Status")
    if status not in ("SUCCESS", "FAILED"):
        return f"Status must be SUCCESS or FAILED, and is {json.dumps(status)[:100]}."
    asked = {
        "StackId": request.stack_id,
        "RequestId": request.request_id,
        "LogicalResourceId": request.logical_id,
    }
    for name, value in asked.items():
        if said.get(name) != value:
            return f"{name} is not that of the request."
    if status == "FAILED":
        reason = said.get("Reason")
        return None if isinstance(reason, str) and reason else "FAILED needs a Reason."
    if physical is None:
        return "PhysicalResourceId must be a text that is not empty."
    if len(physical.encode()) > LONGEST_ID:
        return f"PhysicalResourceId can have {LONGEST_ID} bytes at most."
    if not isinstance(said.get("Data") or {}, dict):
        return "Data must be an object."
    return None


def _failed(reason: str, request: Request) -> str:
    return (
        "Received response status [FAILED] from custom resource. Message returned: "
        f"{reason} (RequestId: {request.request_id})"
    )
