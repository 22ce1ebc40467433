"""Texts that have to be JSON although their models call them plain strings."""

from __future__ import annotations

import json
from typing import Any

from localaws.protocols.json_values import is_object
from localaws.protocols.refusal import Refusal

# By service and operation: the member, and what the service says to another text.
_OBJECTS: dict[tuple[str, str], tuple[str, str, str]] = {
    **{
        ("events", operation): (
            "EventPattern",
            "InvalidEventPatternException",
            "Event pattern is not valid. Reason: Filter is not an object",
        )
        for operation in ("PutRule", "CreateArchive", "UpdateArchive")
    },
    ("ecr", "PutImage"): (
        "imageManifest",
        "InvalidParameterException",
        "Invalid parameter at 'ImageManifest' failed to satisfy constraint: 'Invalid JSON syntax'",
    ),
    ("s3", "PutBucketPolicy"): (
        "Policy",
        "MalformedPolicy",
        "Policies must be valid JSON and the first byte must be '{'",
    ),
}


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a text that is no JSON object where one is wanted."""
    if (service, operation) in _OBJECTS:
        member, code, message = _OBJECTS[service, operation]
        if parameters.get(member) and not is_object(parameters[member]):
            raise Refusal(code, message)
    if (service, operation) == ("events", "PutPermission") and parameters.get("Policy"):
        _bus_policy(parameters["Policy"])


def _bus_policy(text: str) -> None:
    statements = json.loads(text).get("Statement") if is_object(text) else None
    if not isinstance(statements, list) or not all(
        isinstance(one, dict) and {"Sid", "Principal", "Action", "Effect"} <= set(one)
        for one in statements
    ):
        raise Refusal("ValidationException", "This policy contains invalid Json")
