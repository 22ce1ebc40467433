"""Messages that SNS does not publish, and moto does, or refuses in other words."""

from __future__ import annotations

from typing import Any

from localaws.protocols.refusal import Refusal


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a message without a text, or without the group that a FIFO topic needs to keep an order."""
    if service != "sns" or operation != "Publish":
        return
    if not parameters["Message"]:
        raise Refusal("InvalidParameter", "Invalid parameter: Empty message")
    topic = parameters.get("TopicArn") or parameters.get("TargetArn") or ""
    if topic.endswith(".fifo") and not parameters.get("MessageGroupId"):
        raise Refusal(
            "InvalidParameter",
            "Invalid parameter: The MessageGroupId parameter is required for FIFO topics",
        )
