"""Attributes of SQS's queues: a map of texts to its model, of which each has a form of its own."""

from __future__ import annotations

import re
from typing import Any

from localaws.protocols.json_values import is_object
from localaws.protocols.refusal import Refusal

# What SQS counts and dates by itself.
_NOT_SET = (
    "All",
    "ApproximateNumberOfMessages",
    "ApproximateNumberOfMessagesDelayed",
    "ApproximateNumberOfMessagesNotVisible",
    "CreatedTimestamp",
    "LastModifiedTimestamp",
    "QueueArn",
)
_DOCUMENTS = ("Policy", "RedrivePolicy", "RedriveAllowPolicy")
# From where to where, as the API reference of SetQueueAttributes has them.
_NUMBERS = {
    "DelaySeconds": (0, 900),
    "KmsDataKeyReusePeriodSeconds": (60, 86_400),
    "MaximumMessageSize": (1024, 1_048_576),
    "MessageRetentionPeriod": (60, 1_209_600),
    "ReceiveMessageWaitTimeSeconds": (0, 20),
    "VisibilityTimeout": (0, 43_200),
}


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse an attribute that is SQS's own to set, or a value that has not its form."""
    if service != "sqs" or operation not in ("CreateQueue", "SetQueueAttributes"):
        return
    attributes = parameters.get("Attributes", {})
    for name in _NOT_SET:
        if name in attributes:
            raise Refusal("InvalidAttributeName", f"Unknown Attribute {name}.")
    for name, text in attributes.items():
        wrong = name in _NUMBERS and not _is_within(text, *_NUMBERS[name])
        # An empty document takes the attribute away.
        if wrong or (name in _DOCUMENTS and text and not is_object(text)):
            raise Refusal("InvalidAttributeValue", f"Invalid value for the parameter {name}.")


def _is_within(text: str, least: int, most: int) -> bool:
    return bool(re.fullmatch(r"[0-9]{1,9}", text)) and least <= int(text) <= most
