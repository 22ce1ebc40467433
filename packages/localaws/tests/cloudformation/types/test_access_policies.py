"""Policies of topics and queues: set, changed, and taken back with the stack."""

from __future__ import annotations

import json

from ...cloud import Cloud
from .one_resource import deployed


def policy(action: str) -> dict[str, object]:
    statement = {"Effect": "Allow", "Principal": "*", "Action": action, "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def test_a_topics_policy_is_the_stacks_and_later_its_first_one(cloud: Cloud) -> None:
    sns = cloud.aws.client("sns")
    one, two = (sns.create_topic(Name=f"policy-{number}")["TopicArn"] for number in (1, 2))

    def found(topic: str) -> str:
        attributes: dict[str, str] = sns.get_topic_attributes(TopicArn=topic)["Attributes"]
        return attributes["Policy"]

    first = found(one)
    kind, stack = "AWS::SNS::TopicPolicy", "topic-policy"
    for topics in ([one], [two]):
        properties = {"Topics": topics, "PolicyDocument": policy("sns:Publish")}
        deployed(cloud, kind, properties, "Id", stack=stack)
    assert "__default_statement_ID" in found(one)
    assert "sns:Publish" in found(two)
    cloud.stacks.delete_stack(StackName=stack)
    assert json.loads(found(two).replace("policy-2", "policy-1")) == json.loads(first)


def test_a_queues_policy_outlives_other_changes_of_the_queue(cloud: Cloud) -> None:
    sqs = cloud.aws.client("sqs")
    url = sqs.create_queue(QueueName="policy")["QueueUrl"]
    properties = {"Queue": url, "PolicyDocument": policy("sqs:SendMessage")}
    deployed(cloud, "AWS::SQS::QueueInlinePolicy", properties, stack="queue-policy")
    sqs.set_queue_attributes(QueueUrl=url, Attributes={"VisibilityTimeout": "5"})

    def attributes() -> dict[str, str]:
        asked = sqs.get_queue_attributes(QueueUrl=url, AttributeNames=["All"])
        found: dict[str, str] = asked["Attributes"]
        return found

    assert "sqs:SendMessage" in attributes()["Policy"]
    cloud.stacks.delete_stack(StackName="queue-policy")
    assert "Policy" not in attributes()
