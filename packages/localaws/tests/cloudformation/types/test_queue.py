"""Queues of a stack: changed in place, defaults for what is taken, and what is in them stays."""

from __future__ import annotations

from typing import Any

from ...cloud import Cloud
from .one_resource import deployed, failed

KIND = "AWS::SQS::Queue"


def test_a_queue_has_the_changed_attributes_and_defaults_for_those_taken(cloud: Cloud) -> None:
    sqs = cloud.aws.client("sqs")

    def attributes(**properties: Any) -> dict[str, str]:
        names = ("Arn", "QueueName", "QueueUrl")
        found = deployed(cloud, KIND, properties, *names, stack="queue")
        assert found["Ref"] == found["QueueUrl"]
        assert found["Arn"].endswith(f":{found['QueueName']}")
        asked = sqs.get_queue_attributes(QueueUrl=found["Ref"], AttributeNames=["All"])
        return {**asked["Attributes"], "url": found["Ref"]}

    before = attributes(DelaySeconds=7, VisibilityTimeout="5")
    sqs.send_message(QueueUrl=before["url"], MessageBody="here", DelaySeconds=0)
    after = attributes(VisibilityTimeout=60)
    assert (before["DelaySeconds"], before["VisibilityTimeout"]) == ("7", "5")
    assert (after["DelaySeconds"], after["VisibilityTimeout"]) == ("0", "60")
    assert after["url"] == before["url"]
    assert sqs.receive_message(QueueUrl=after["url"])["Messages"][0]["Body"] == "here"


def test_a_fifo_queue_without_a_name_gets_one_that_says_so(cloud: Cloud) -> None:
    found = deployed(cloud, KIND, {"FifoQueue": True}, "QueueName", stack="queue-fifo")
    assert found["QueueName"].endswith(".fifo")


def test_a_dead_letter_queue_that_there_is_not_fails_the_queue(cloud: Cloud) -> None:
    nowhere = "arn:aws:sqs:us-east-1:123456789012:nowhere"
    redrive = {"deadLetterTargetArn": nowhere, "maxReceiveCount": 3}
    said = failed(cloud, KIND, {"RedrivePolicy": redrive}, stack="queue-dead")
    assert "nowhere" in said
