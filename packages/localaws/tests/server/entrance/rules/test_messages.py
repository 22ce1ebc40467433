"""Messages that SNS does not publish."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance.rules import messages

TOPIC = "arn:aws:sns:us-east-1:123456789012:t"


@pytest.mark.parametrize(
    ("parameters", "sentence"),
    [
        ({"TopicArn": TOPIC, "Message": ""}, "Empty message"),
        ({"TopicArn": f"{TOPIC}.fifo", "Message": "m"}, "MessageGroupId parameter is required"),
        ({"TargetArn": f"{TOPIC}.fifo", "Message": "m"}, "MessageGroupId parameter is required"),
    ],
)
def test_a_message_that_is_not_published(parameters: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refusal:
        messages.check("sns", "Publish", parameters)
    assert refusal.value.code == "InvalidParameter"


def test_a_message_that_is() -> None:
    messages.check("sns", "Publish", {"TopicArn": TOPIC, "Message": "m"})
    messages.check(
        "sns", "Publish", {"TopicArn": f"{TOPIC}.fifo", "Message": "m", "MessageGroupId": "g"}
    )
    messages.check("sqs", "SendMessage", {"MessageBody": ""})
