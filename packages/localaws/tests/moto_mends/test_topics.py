"""Topics: everybody hears, nobody twice, and attributes are what was set."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ClientError
from moto.core import utils
from moto.sns.exceptions import InvalidParameterValue, SNSInvalidParameter

from localaws.moto_mends.topics import check_structure, publish

from ..cloud import Cloud


class Subscriber:
    def __init__(self) -> None:
        self.heard: list[tuple[str, str | None]] = []

    def publish(self, message: str, identifier: str, **members: Any) -> None:
        self.heard.append((message, members["deduplication_id"]))


def topic(subscribers: list[Subscriber], **attributes: Any) -> Any:
    backend = SimpleNamespace(_get_topic_subscriptions=lambda _: subscribers)
    return SimpleNamespace(sns_backend=backend, **{"fifo_topic": False, **attributes})


def test_the_hundred_and_first_subscriber_hears_as_well() -> None:
    many = [Subscriber() for _ in range(101)]
    publish(topic(many), "x")
    assert all(each.heard == [("x", None)] for each in many)


def test_a_fifo_topic_takes_no_message_twice_in_five_minutes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    one = Subscriber()
    fifo = topic([one], fifo_topic=True)
    first = publish(fifo, "x", group_id="g")
    assert publish(fifo, "x", group_id="g") == first
    assert publish(fifo, "y", group_id="g") != first
    assert [message for message, _ in one.heard] == ["x", "y"]
    assert all(each is not None for _, each in one.heard)
    monkeypatch.setattr(utils, "utcnow", lambda now=utils.utcnow: now() + timedelta(seconds=301))
    assert publish(fifo, "x", group_id="g") != first


def test_groups_know_their_own_messages_where_the_topic_says_so() -> None:
    fifo = topic([], fifo_topic=True, fifo_throughput_scope="MessageGroup")
    assert publish(fifo, "x", group_id="a") != publish(fifo, "x", group_id="b")


def test_a_message_has_the_size_that_the_topic_allows() -> None:
    with pytest.raises(InvalidParameterValue, match="Message too long"):
        publish(topic([]), "ü" * 131073)
    publish(topic([], maximum_message_size="1048576"), "ü" * 131073)


@pytest.mark.parametrize(
    ("message", "said"),
    [("x", "failed to parse"), ("[]", "No default entry"), ('{"sms": "x"}', "No default entry")],
)
def test_a_structured_message_has_a_default(message: str, said: str) -> None:
    with pytest.raises(SNSInvalidParameter, match=said):
        check_structure(message)
    check_structure('{"default": "x"}')


@pytest.fixture
def arn(cloud: Cloud) -> Iterator[str]:
    sns = cloud.aws.client("sns")
    arn = sns.create_topic(Name="attributes", Attributes={"SignatureVersion": "2"})["TopicArn"]
    yield arn
    sns.delete_topic(TopicArn=arn)


def test_attributes_are_shown_as_they_were_set(cloud: Cloud, arn: str) -> None:
    sns = cloud.aws.client("sns")
    sns.subscribe(TopicArn=arn, Protocol="email", Endpoint="a@x.org")
    sns.set_topic_attributes(TopicArn=arn, AttributeName="TracingConfig", AttributeValue="Active")
    found = sns.get_topic_attributes(TopicArn=arn)["Attributes"]
    assert (found["SignatureVersion"], found["TracingConfig"]) == ("2", "Active")
    assert found["SubscriptionsConfirmed"] == "1"
    with pytest.raises(ClientError, match="Invalid parameter: AttributeName"):
        sns.set_topic_attributes(TopicArn=arn, AttributeName="Colour", AttributeValue="red")
    with pytest.raises(ClientError, match="AttributeName=ArchivePolicy is not supported"):
        sns.set_topic_attributes(TopicArn=arn, AttributeName="ArchivePolicy", AttributeValue="{}")
