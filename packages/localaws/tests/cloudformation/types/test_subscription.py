"""Subscriptions of a stack: what is published reaches them, by their filter."""

from __future__ import annotations

import json
from typing import Any

from ...cloud import Cloud
from .one_resource import deployed

KIND = "AWS::SNS::Subscription"


def test_a_subscription_is_changed_in_place_and_filters(cloud: Cloud) -> None:
    sns, sqs = cloud.aws.client("sns"), cloud.aws.client("sqs")
    topic = sns.create_topic(Name="subscription")["TopicArn"]
    queue = sqs.create_queue(QueueName="subscription")["QueueUrl"]
    names = {
        "TopicArn": topic,
        "Protocol": "sqs",
        "Endpoint": topic.replace(":sns:", ":sqs:"),
    }

    def subscribed(**properties: Any) -> str:
        return deployed(cloud, KIND, names | properties, "Arn", stack="subscription")["Ref"]

    def heard(kind: str) -> list[str]:
        attribute = {"kind": {"DataType": "String", "StringValue": kind}}
        sns.publish(TopicArn=topic, Message=kind, MessageAttributes=attribute)
        found = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
        return [message["Body"] for message in found]

    arn = subscribed(RawMessageDelivery=True, FilterPolicy={"kind": ["a"]})
    assert (heard("a"), heard("b")) == (["a"], [])
    assert subscribed(RawMessageDelivery=True, FilterPolicy={"kind": ["b"]}) == arn
    assert (heard("a"), heard("b")) == ([], ["b"])
    assert subscribed() == arn
    assert json.loads(heard("a")[0])["Message"] == "a"
    cloud.stacks.delete_stack(StackName="subscription")
    assert heard("a") == []
