"""Attributes of queues."""

from __future__ import annotations

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance.rules import queues


def test_only_queues_that_are_made_or_changed_are_looked_at() -> None:
    queues.check("sqs", "GetQueueUrl", {"Attributes": {"All": "x"}})
    queues.check("sns", "CreateQueue", {"Attributes": {"All": "x"}})
    queues.check("sqs", "CreateQueue", {})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("DelaySeconds", "0"),
        ("DelaySeconds", "900"),
        ("VisibilityTimeout", "43200"),
        ("MessageRetentionPeriod", "60"),
        ("Policy", "{}"),
        ("Policy", ""),
        ("K", "x"),
    ],
)
def test_an_attribute_has_its_form(name: str, value: str) -> None:
    queues.check("sqs", "SetQueueAttributes", {"Attributes": {name: value}})


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("DelaySeconds", "9" * 10, "InvalidAttributeValue"),
        ("DelaySeconds", "901", "InvalidAttributeValue"),
        ("VisibilityTimeout", "43201", "InvalidAttributeValue"),
        ("MessageRetentionPeriod", "59", "InvalidAttributeValue"),
        ("ReceiveMessageWaitTimeSeconds", "21", "InvalidAttributeValue"),
        ("DelaySeconds", "", "InvalidAttributeValue"),
        ("DelaySeconds", "1\n", "InvalidAttributeValue"),
        ("RedrivePolicy", "[]", "InvalidAttributeValue"),
        ("CreatedTimestamp", "1", "InvalidAttributeName"),
    ],
)
def test_or_is_refused(name: str, value: str, code: str) -> None:
    with pytest.raises(Refusal) as refused:
        queues.check("sqs", "CreateQueue", {"Attributes": {name: value}})
    assert refused.value.code == code
