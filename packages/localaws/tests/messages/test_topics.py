"""moto's SNS with what leaves it in the outbox, on a region of its own and without a server."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from moto.sns.models import sns_backends

from localaws.clock import Clock
from localaws.messages.outbox import Outbox
from localaws.messages.topics import Outgoing, Topics


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


@pytest.fixture
def topics(outbox: Outbox, monkeypatch: pytest.MonkeyPatch) -> Iterator[Topics]:
    clock = Clock()
    for each in (Topics, Outgoing):
        monkeypatch.setattr(each, "outbox", outbox, raising=False)
        monkeypatch.setattr(each, "clock", clock, raising=False)
    account = sns_backends["123456789012"]
    before = account["eu-west-1"]
    topics = Topics("eu-west-1", "123456789012")
    monkeypatch.setitem(account, "eu-west-1", topics)
    yield topics
    account["eu-west-1"] = before
    clock.close()


def topic(topics: Topics) -> str:
    arn: str = topics.create_topic("pages", attributes={}, tags={}).arn
    return arn


def test_a_mail_and_a_post_lie_in_the_outbox(topics: Topics, outbox: Outbox) -> None:
    arn = topic(topics)
    topics.subscribe(arn, "ops@example.com", "email")
    topics.subscribe(arn, "https://nobody.invalid/hook", "https")
    topics.publish("It failed.", arn, subject="ALARM")
    assert [(m.channel, m.to) for m in outbox.messages()] == [
        ("email", ("ops@example.com",)),
        ("https", ("https://nobody.invalid/hook",)),
    ]


def test_subscribing_twice_sends_once(topics: Topics, outbox: Outbox) -> None:
    arn = topic(topics)
    first = topics.subscribe(arn, "ops@example.com", "email")
    assert topics.subscribe(arn, "ops@example.com", "email").arn == first.arn
    topics.publish("x", arn)
    assert len(outbox.messages()) == 1


def test_a_filter_policy_holds_back(topics: Topics, outbox: Outbox) -> None:
    arn = topic(topics)
    subscription = topics.subscribe(arn, "ops@example.com", "email")
    topics.set_subscription_attributes(subscription.arn, "FilterPolicy", '{"kind": ["bad"]}')
    topics.publish("x", arn, message_attributes={"kind": {"Type": "String", "Value": "good"}})
    topics.publish("y", arn, message_attributes={"kind": {"Type": "String", "Value": "bad"}})
    assert [message.body[0] for message in outbox.messages()] == ["y"]


def test_each_protocol_gets_the_text_meant_for_it(topics: Topics, outbox: Outbox) -> None:
    arn = topic(topics)
    topics.subscribe(arn, "+4915112345678", "sms")
    texts = json.dumps({"default": "long", "sms": "short"})
    topics.publish(texts, arn, message_structure="json")
    assert outbox.messages()[0].body == "short"


def test_a_telephone_number(topics: Topics, outbox: Outbox) -> None:
    topics.publish("hi", None, phone_number="+4915112345678")
    assert (outbox.messages()[0].channel, outbox.messages()[0].body) == ("sms", "hi")
