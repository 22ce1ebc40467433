"""moto's SNS with what leaves it in the outbox, on a region of its own and without a server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from moto.sns.exceptions import SNSInvalidParameter
from moto.sns.models import sns_backends
from moto.sqs.models import SQSBackend, sqs_backends

from localaws.clock import Clock
from localaws.events.pattern import compiled
from localaws.messages.outbox import Outbox
from localaws.messages.topics import Topics, World
from localaws.protocols.refusal import Refusal


@pytest.fixture
def outbox() -> Outbox:
    return Outbox()


class Functions:
    """Stands for Lambda: keeps what it is asked, and refuses what it is told to refuse."""

    def __init__(self) -> None:
        self.events: list[tuple[str, dict[str, Any], str, str]] = []
        self.refuses = False

    def invoke(self, arn: str, payload: bytes, *, principal: str, source: str) -> None:
        if self.refuses:
            raise Refusal("ResourceNotFoundException", f"Function not found: {arn}", 404)
        self.events.append((arn, json.loads(payload), principal, source))


@pytest.fixture
def functions() -> Functions:
    return Functions()


@pytest.fixture
def topics(
    outbox: Outbox, functions: Functions, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Topics]:
    clock = Clock()
    world = World(outbox, clock, functions.invoke, compiled)
    monkeypatch.setattr(Topics, "world", world, raising=False)
    account = sns_backends["123456789012"]
    before = account["eu-west-1"]
    topics = Topics("eu-west-1", "123456789012")
    monkeypatch.setitem(account, "eu-west-1", topics)
    queues = SQSBackend("eu-west-1", "123456789012")
    monkeypatch.setitem(sqs_backends["123456789012"], "eu-west-1", queues)
    queues.create_queue("work", region="eu-west-1")
    queues.create_queue("dead", region="eu-west-1")
    yield topics
    account["eu-west-1"] = before
    clock.close()


def lying_in(queue: str) -> list[Any]:
    return list(sqs_backends["123456789012"]["eu-west-1"].queues[queue]._messages)


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


def test_a_filter_policy_looks_at_the_text_that_is_for_everybody(
    topics: Topics, outbox: Outbox
) -> None:
    arn = topic(topics)
    subscription = topics.subscribe(arn, "ops@example.com", "email")
    topics.set_subscription_attributes(subscription.arn, "FilterPolicyScope", "MessageBody")
    topics.set_subscription_attributes(subscription.arn, "FilterPolicy", '{"kind": ["bad"]}')
    for kind in ("bad", "good"):
        texts = {"default": json.dumps({"kind": kind}), "email": f"It is {kind}."}
        topics.publish(json.dumps(texts), arn, message_structure="json")
    (mail,) = outbox.messages()
    assert mail.body.startswith("It is bad.")


def test_a_telephone_number(topics: Topics, outbox: Outbox) -> None:
    topics.publish("hi", None, phone_number="+4915112345678")
    assert (outbox.messages()[0].channel, outbox.messages()[0].body) == ("sms", "hi")


FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:tell"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:work"
KIND = {"kind": {"Type": "String", "Value": "bad"}}


def test_a_function_gets_an_event_of_the_topic(topics: Topics, functions: Functions) -> None:
    arn = topic(topics)
    subscription = topics.subscribe(arn, FUNCTION, "lambda")
    topics.publish("It failed.", arn, subject="ALARM", message_attributes=KIND)
    ((function, event, principal, source),) = functions.events
    assert (function, principal, source) == (FUNCTION, "sns.amazonaws.com", arn)
    (record,) = event["Records"]
    assert record["EventSource"] == "aws:sns"
    assert record["EventSubscriptionArn"] == subscription.arn
    sns = record["Sns"]
    assert (sns["Type"], sns["Subject"], sns["Message"]) == ("Notification", "ALARM", "It failed.")
    assert sns["MessageAttributes"] == KIND


def test_an_event_without_a_subject_says_so(topics: Topics, functions: Functions) -> None:
    arn = topic(topics)
    topics.subscribe(arn, FUNCTION, "lambda")
    topics.publish("x", arn)
    sns = functions.events[0][1]["Records"][0]["Sns"]
    assert sns["Subject"] is None
    assert sns["MessageAttributes"] == {}


def test_a_queue_gets_the_notification_as_json(topics: Topics) -> None:
    arn = topic(topics)
    topics.subscribe(arn, QUEUE, "sqs")
    topics.publish("hello", arn, message_attributes=KIND)
    (lies,) = lying_in("work")
    told = json.loads(lies.body)
    assert (told["Type"], told["TopicArn"], told["Message"]) == ("Notification", arn, "hello")
    assert told["MessageAttributes"] == KIND


@pytest.mark.parametrize(("wish", "raw"), [("true", True), ("false", False)])
def test_raw_delivery_is_what_the_attribute_says(topics: Topics, wish: str, raw: bool) -> None:
    arn = topic(topics)
    subscription = topics.subscribe(arn, QUEUE, "sqs")
    topics.set_subscription_attributes(subscription.arn, "RawMessageDelivery", wish)
    topics.publish("hello", arn, message_attributes=KIND)
    (lies,) = lying_in("work")
    assert (lies.body == "hello") is raw
    assert bool(lies.message_attributes) is raw


def test_what_is_not_delivered_goes_to_the_dead_letter_queue(
    topics: Topics, functions: Functions
) -> None:
    arn = topic(topics)
    subscription = topics.subscribe(arn, FUNCTION, "lambda")
    policy = json.dumps({"deadLetterTargetArn": QUEUE.replace("work", "dead")})
    topics.set_subscription_attributes(subscription.arn, "RedrivePolicy", policy)
    functions.refuses = True
    topics.publish("hello", arn)
    assert json.loads(lying_in("dead")[0].body)["Message"] == "hello"


def test_a_subscriber_that_is_gone_keeps_nobody_else_from_hearing(
    topics: Topics, functions: Functions
) -> None:
    arn = topic(topics)
    topics.subscribe(arn, QUEUE.replace("work", "nobody"), "sqs")
    topics.subscribe(arn, FUNCTION, "lambda")
    topics.publish("hello", arn)
    assert len(functions.events) == 1


def test_the_scope_of_a_policy_may_be_set_after_it(topics: Topics, functions: Functions) -> None:
    arn = topic(topics)
    subscription = topics.subscribe(arn, FUNCTION, "lambda")
    topics.set_subscription_attributes(subscription.arn, "FilterPolicy", '{"kind": ["bad"]}')
    topics.set_subscription_attributes(subscription.arn, "FilterPolicyScope", "MessageBody")
    topics.publish('{"kind": "good"}', arn)
    topics.publish('{"kind": "bad"}', arn)
    assert len(functions.events) == 1


def test_a_policy_may_have_each_operator_of_sns(topics: Topics) -> None:
    arn = topic(topics)
    subscription = topics.subscribe(arn, FUNCTION, "lambda")
    policy = json.dumps({"from": [{"cidr": "10.0.0.0/8"}], "path": [{"wildcard": "a*b"}]})
    topics.set_subscription_attributes(subscription.arn, "FilterPolicy", policy)
    for bad in ('{"a": [{"like": "x"}]}', '{"a": "x"}', '{"from": [{"cidr": "nowhere"}]}'):
        with pytest.raises(SNSInvalidParameter):
            topics.set_subscription_attributes(subscription.arn, "FilterPolicy", bad)


def test_a_function_is_named_by_its_arn(topics: Topics) -> None:
    with pytest.raises(SNSInvalidParameter, match="Lambda endpoint ARN"):
        topics.subscribe(topic(topics), "tell", "lambda")
