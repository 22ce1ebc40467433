"""Queues: nothing sent is lost, nothing is had twice, and what is old goes."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from moto.core import utils
from moto.sqs.exceptions import InvalidParameterValue
from moto.sqs.models import Message

from localaws.moto_mends.backends import sqs
from localaws.moto_mends.backends.sqs import Queues

POLICY = '{"Statement": [{"Sid": "mine", "Effect": "Allow"}]}'


@pytest.fixture
def queues() -> Queues:
    return Queues("us-east-1", "123456789012")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Moves the time that queues have."""
    moved = timedelta(0)
    now = utils.utcnow
    monkeypatch.setattr(utils, "utcnow", lambda: now() + moved)

    def move(by: float) -> None:
        nonlocal moved
        moved += timedelta(seconds=by)

    return move


def received(queues: Queues, name: str = "q", count: int = 10) -> list[Any]:
    found: list[Any] = queues.receive_message(name, count, 0, 30)
    return found


def test_nothing_that_is_sent_meanwhile_is_lost_and_nobody_gets_it_twice(queues: Queues) -> None:
    queues.create_queue("q")
    seen: list[str] = []

    def send(number: int) -> None:
        for each in range(50):
            queues.send_message("q", f"{number}-{each}")

    def consume() -> None:
        while len(seen) < 150:
            for message in queues.receive_message("q", 10, 1, 30):
                seen.append(message.body)
                queues.delete_message("q", message.receipt_handle)

    threads = [threading.Thread(target=send, args=(number,)) for number in range(3)]
    threads += [threading.Thread(target=consume) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(seen) == sorted(f"{number}-{each}" for number in range(3) for each in range(50))


def test_a_policy_outlives_a_change_of_another_attribute(queues: Queues) -> None:
    queues.create_queue("q", Policy=POLICY)
    queues.set_queue_attributes("q", {"VisibilityTimeout": "5"})
    assert json.loads(queues.get_queue("q").policy) == json.loads(POLICY)
    queues.set_queue_attributes("q", {"Policy": ""})
    assert queues.get_queue("q").policy is None


def test_a_deleted_message_is_known_for_five_minutes(
    queues: Queues, later: Callable[[float], None]
) -> None:
    queues.create_queue("q.fifo", FifoQueue="true", ContentBasedDeduplication="true")

    def sent() -> str:
        return str(queues.send_message("q.fifo", "same", group_id="g").id)

    first = sent()
    (message,) = received(queues, "q.fifo")
    queues.delete_message("q.fifo", message.receipt_handle)
    assert sent() == first
    assert received(queues, "q.fifo") == []
    later(301)
    assert sent() != first
    assert len(received(queues, "q.fifo")) == 1


def test_sequence_numbers_increase(queues: Queues) -> None:
    queues.create_queue("q.fifo", FifoQueue="true", ContentBasedDeduplication="true")
    numbers = [queues.send_message("q.fifo", text, group_id="g").sequence_number for text in "abc"]
    assert numbers == sorted(numbers)
    assert {len(number) for number in numbers} == {20}


def test_what_is_older_than_its_retention_is_gone_and_holds_nothing_back(
    queues: Queues, later: Callable[[float], None]
) -> None:
    queues.create_queue("q", MessageRetentionPeriod="60")
    queues.send_message("q", "old")
    later(61)
    queues.send_message("q", "new")
    assert queues.get_queue_attributes("q", ["All"])["ApproximateNumberOfMessages"] == 1
    assert [message.body for message in received(queues)] == ["new"]


def test_delays_and_visibility_are_the_clocks(
    queues: Queues, later: Callable[[float], None]
) -> None:
    queues.create_queue("q")
    queues.send_message("q", "x", delay_seconds=900)
    assert received(queues) == []
    later(901)
    assert len(received(queues)) == 1
    assert received(queues) == []
    later(31)
    assert len(received(queues)) == 1


def test_who_may_use_it_for_dead_letters_is_the_queues_to_say(queues: Queues) -> None:
    dead = queues.create_queue("dead")
    redrive = json.dumps({"deadLetterTargetArn": dead.queue_arn, "maxReceiveCount": 1})
    allowed = {"redrivePermission": "byQueue", "sourceQueueArns": [f"{dead.queue_arn[:-4]}mine"]}
    queues.set_queue_attributes("dead", {"RedriveAllowPolicy": json.dumps(allowed)})
    queues._check_dead_letters("mine", {"RedrivePolicy": redrive})
    with pytest.raises(InvalidParameterValue, match="does not have permission"):
        queues._check_dead_letters("theirs", {"RedrivePolicy": redrive})
    found = queues.get_queue_attributes("dead", ["RedriveAllowPolicy"])
    assert json.loads(found["RedriveAllowPolicy"]) == allowed


def test_a_message_may_have_a_mebibyte(queues: Queues) -> None:
    queues.create_queue("q")
    queues.send_message("q", "x" * sqs._LARGEST)
    with pytest.raises(InvalidParameterValue, match="must be shorter than 1048576 bytes"):
        queues.send_message("q", "x" * (sqs._LARGEST + 1))


def test_a_message_is_sent_without_a_look_at_all_the_others(
    queues: Queues, monkeypatch: pytest.MonkeyPatch
) -> None:
    queues.create_queue("q", DelaySeconds="5")
    queues.send_message("q", "first", delay_seconds=0)

    def looked_at(_: Message) -> bool:
        raise AssertionError("another message is looked at")

    with monkeypatch.context() as patched:
        patched.setattr(Message, "visible", property(looked_at))
        patched.setattr(Message, "delayed", property(looked_at))
        sent = queues.send_message("q", "second", {"a": {"DataType": "String", "StringValue": "b"}})
    assert (sent.message_attributes["a"]["StringValue"], sent.delayed) == ("b", True)
    assert [each.body for each in received(queues)] == ["first"]
    with pytest.raises(InvalidParameterValue, match="<= 900"):
        queues.send_message("q", "late", delay_seconds=901)
