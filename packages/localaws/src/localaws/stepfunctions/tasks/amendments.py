"""Where the SDK for Java 2 asks otherwise than botocore, or the services here tell more or less than AWS's.

What botocore adds by itself to a request, and moto to a response, was not asked for; what AWS adds is
missed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.stepfunctions.tasks.services import Called

_TEXT = "text/plain; charset=UTF-8"  # of a body that is a text in Java
_WITH_A_CHECKSUM = ("PutObject", "GetObject", "HeadObject")


def asked(of: Called, parameters: Mapping[str, Any]) -> dict[str, Any]:
    """The parameters that are sent."""
    if of == Called("s3", "PutObject") and "Body" in parameters:
        return {"ContentType": _TEXT, **parameters}
    return dict(parameters)


def told(of: Called, parameters: Mapping[str, Any], result: Mapping[str, Any]) -> dict[str, Any]:
    """The result that is told."""
    amended = dict(result)
    if of.service == "dynamodb" and parameters.get("ReturnConsumedCapacity", "NONE") == "NONE":
        amended.pop("ConsumedCapacity", None)
    if of.service == "s3" and of.operation.startswith("List") and "EncodingType" not in parameters:
        amended.pop("EncodingType", None)
    has_checksum = any(name.startswith("Checksum") for name in result)
    if of.service == "s3" and of.operation in _WITH_A_CHECKSUM and has_checksum:
        amended.setdefault("ChecksumType", "FULL_OBJECT")
    return amended
