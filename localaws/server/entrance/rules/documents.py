"""Texts that have to be JSON objects although their models call them plain strings."""

from __future__ import annotations

import json
from typing import Any

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
_OF_A_QUEUE = ("Policy", "RedrivePolicy", "RedriveAllowPolicy")


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a text that is no JSON object where one is wanted."""
    if (service, operation) in _OBJECTS:
        member, code, message = _OBJECTS[service, operation]
        if parameters.get(member) and not _is_object(parameters[member]):
            raise Refusal(code, message)
    if service == "sqs" and operation in ("CreateQueue", "SetQueueAttributes"):
        for name in _OF_A_QUEUE:
            text = parameters.get("Attributes", {}).get(name)
            if text and not _is_object(text):  # an empty one takes the attribute away
                raise Refusal(
                    "InvalidAttributeValue", f"Invalid value for the parameter {name}.", 400
                )


def _is_object(text: str) -> bool:
    try:
        return isinstance(json.loads(text), dict)
    except (ValueError, RecursionError):
        return False
