"""Topics of a stack: the same one whatever changes, with the subscriptions that it names."""

from __future__ import annotations

from typing import Any

from ...cloud import Cloud
from .one_resource import deployed

KIND = "AWS::SNS::Topic"


def topic(cloud: Cloud, **properties: Any) -> tuple[str, dict[str, str]]:
    """Its ARN and its attributes."""
    arn = deployed(cloud, KIND, properties, "TopicName", "TopicArn", stack="topic")["Ref"]
    return arn, cloud.aws.client("sns").get_topic_attributes(TopicArn=arn)["Attributes"]


def addresses(cloud: Cloud, arn: str) -> list[str]:
    found = cloud.aws.client("sns").list_subscriptions_by_topic(TopicArn=arn)
    return [each["Endpoint"] for each in found["Subscriptions"]]


def mail(address: str) -> dict[str, str]:
    return {"Protocol": "email", "Endpoint": address}


def test_a_topic_is_changed_in_place(cloud: Cloud) -> None:
    tags = [{"Key": "team", "Value": "ner"}]
    arn, before = topic(cloud, DisplayName="One", Tags=tags, Subscription=[mail("a@x.org")])
    same, after = topic(cloud, Subscription=[mail("b@x.org")])
    assert same == arn
    assert (before["DisplayName"], after["DisplayName"]) == ("One", "")
    assert addresses(cloud, arn) == ["b@x.org"]
    left = cloud.aws.client("sns").list_tags_for_resource(ResourceArn=arn)["Tags"]
    assert "team" not in {tag["Key"] for tag in left}
    cloud.stacks.delete_stack(StackName="topic")
    listed = cloud.aws.client("sns").list_topics()["Topics"]
    assert arn not in {each["TopicArn"] for each in listed}


def test_a_fifo_topic_without_a_name_gets_one_that_says_so(cloud: Cloud) -> None:
    properties = {"FifoTopic": True, "ContentBasedDeduplication": "true"}
    found = deployed(cloud, KIND, properties, "TopicName", stack="topic-fifo")
    assert found["TopicName"].endswith(".fifo")
    attributes = cloud.aws.client("sns").get_topic_attributes(TopicArn=found["Ref"])["Attributes"]
    assert (attributes["FifoTopic"], attributes["ContentBasedDeduplication"]) == ("true", "true")
