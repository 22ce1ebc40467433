"""Messages that come to a queue: who is told of them, and what they tell of their request."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from moto.sqs.models import Message, Queue, SQSBackend

from localaws.messages import arrivals
from localaws.this_aws import chain, queues

REGION, ACCOUNT = "eu-west-1", "123456789012"
TRACE = "Root=1-2-3;Lineage=1:aaaaaaaa:4"


@pytest.fixture
def queue() -> Queue:
    arrivals.tell()
    return SQSBackend(REGION, ACCOUNT).create_queue("queue", {})


@pytest.fixture
def heard(queue: Queue) -> Iterator[list[str]]:
    told: list[str] = []
    forget = queues.listen(queue.queue_arn, lambda: told.append("message"))
    yield told
    forget()


def message(**attributes: object) -> Message:
    return Message("id", "body", attributes)


def test_whoever_listens_is_told(queue: Queue, heard: list[str]) -> None:
    queue.add_message(message())
    assert heard == ["message"]


def test_a_message_has_the_header_of_its_request(queue: Queue) -> None:
    made = message()
    with chain.belonging_to(TRACE):
        queue.add_message(made)
    assert made.system_attributes["AWSTraceHeader"]["StringValue"] == TRACE


def test_a_header_that_its_sender_gave_it_stays(queue: Queue) -> None:
    own = {"DataType": "String", "StringValue": "Root=own"}
    made = message(AWSTraceHeader=own)
    with chain.belonging_to(TRACE):
        queue.add_message(made)
    assert made.system_attributes == {"AWSTraceHeader": own}


def test_a_message_that_is_moved_stays_as_it_was(queue: Queue) -> None:
    moved = message()
    moved.approximate_receive_count = 3
    with chain.belonging_to(TRACE):
        queue.add_message(moved)
    assert moved.system_attributes == {}


def test_no_request_no_header(queue: Queue) -> None:
    made = message()
    queue.add_message(made)
    assert made.system_attributes == {}
