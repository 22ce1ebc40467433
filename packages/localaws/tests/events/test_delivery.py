"""Sending to targets: at once, again, and in the end to a dead-letter queue."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from moto.sqs.models import sqs_backends

from localaws.clock import Clock
from localaws.events import dead_letters
from localaws.events.delivery import Deliveries
from localaws.events.parcel import Outcome, Parcel, Sending
from localaws.events.targets import Targets
from localaws.protocols.refusal import Refusal

from ..waiting import until
from .conftest import ACCOUNT, REGION

FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f"
RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/r"
BUSY = Refusal("TooManyRequestsException", "Rate Exceeded.", 429)
GONE = Refusal("ResourceNotFoundException", "Function not found", 404)


class Function:
    """Fails with each of its errors in turn, and then takes what it gets."""

    def __init__(self) -> None:
        self.errors: list[Exception] = []
        self.taken: list[tuple[bytes, str | None, str | None]] = []

    def invoke(
        self, arn: str, payload: bytes, *, principal: str | None = None, source: str | None = None
    ) -> None:
        if self.errors:
            raise self.errors.pop(0)
        self.taken.append((payload, principal, source))


@pytest.fixture
def function() -> Function:
    return Function()


@pytest.fixture
def deliveries(clock: Clock, function: Function) -> Iterator[Deliveries]:
    made = Deliveries(Targets(lambda *_: None, clock, function.invoke), clock)
    yield made
    made.close()


@pytest.fixture
def queue() -> str:
    name = f"dead-{uuid.uuid4().hex[:8]}"
    arn: str = sqs_backends[ACCOUNT][REGION].create_queue(name, {}).queue_arn
    return arn


def sent(outcomes: list[Outcome], **target: Any) -> Sending:
    full = {"Arn": FUNCTION} | target
    event = {"id": "1", "detail": {}}
    return Sending(
        RULE,
        full,
        lambda number: Parcel(RULE, "events.amazonaws.com", full, f"attempt {number}", "e", event),
        lambda ended: dead_letters.of_rule(RULE, FUNCTION, event, ended),
        outcomes.append,
    )


def letters(arn: str) -> list[Any]:
    return list(sqs_backends[ACCOUNT][REGION].get_queue(arn.rpartition(":")[2]).messages)


def test_a_target_that_takes_it_is_asked_once(deliveries: Deliveries, function: Function) -> None:
    outcomes: list[Outcome] = []
    deliveries.send(sent(outcomes))
    assert function.taken == [(b"attempt 1", "events.amazonaws.com", RULE)]
    assert outcomes == [Outcome.ATTEMPTED, Outcome.TAKEN]


def test_a_busy_target_is_tried_again_on_the_clock(
    deliveries: Deliveries, function: Function, clock: Clock
) -> None:
    outcomes: list[Outcome] = []
    function.errors = [BUSY, BUSY]
    deliveries.send(sent(outcomes))
    clock.move(2)
    until(lambda: not function.errors)
    until(lambda: outcomes.count(Outcome.THROTTLED) == 2)
    clock.move(3)
    assert not function.taken
    clock.move(1)
    until(lambda: function.taken)
    assert function.taken[0][0] == b"attempt 3"
    until(lambda: outcomes[-1] is Outcome.TAKEN)
    assert outcomes.count(Outcome.RETRIED) == 2


def test_a_target_that_is_gone_is_not_tried_again(
    deliveries: Deliveries, function: Function, queue: str
) -> None:
    outcomes: list[Outcome] = []
    function.errors = [GONE]
    deliveries.send(sent(outcomes, DeadLetterConfig={"Arn": queue}))
    (letter,) = letters(queue)
    assert json.loads(letter.body) == {"id": "1", "detail": {}}
    attributes = {k: v["StringValue"] for k, v in letter.message_attributes.items()}
    assert attributes == {
        "RULE_ARN": RULE,
        "TARGET_ARN": FUNCTION,
        "ERROR_CODE": "NO_RESOURCE",
        "ERROR_MESSAGE": "ResourceNotFoundException: Function not found",
        "RETRY_ATTEMPTS": "0",
    }
    assert outcomes[-2:] == [Outcome.DROPPED, Outcome.DEAD_LETTER]


def test_the_retry_policy_ends_it_and_is_named(
    deliveries: Deliveries, function: Function, clock: Clock, queue: str
) -> None:
    outcomes: list[Outcome] = []
    function.errors = [BUSY, BUSY]
    policy = {"MaximumRetryAttempts": 1, "MaximumEventAgeInSeconds": 60}
    deliveries.send(sent(outcomes, DeadLetterConfig={"Arn": queue}, RetryPolicy=policy))
    assert not letters(queue)
    clock.move(2)
    until(lambda: letters(queue))
    attributes = letters(queue)[0].message_attributes
    assert attributes["EXHAUSTED_RETRY_CONDITION"]["StringValue"] == "MaximumRetryAttempts"
    assert attributes["RETRY_ATTEMPTS"]["StringValue"] == "1"


def test_a_dead_letter_queue_that_is_gone_loses_the_letter(
    deliveries: Deliveries, function: Function
) -> None:
    outcomes: list[Outcome] = []
    function.errors = [GONE]
    gone = f"arn:aws:sqs:{REGION}:{ACCOUNT}:no-such-queue"
    deliveries.send(sent(outcomes, DeadLetterConfig={"Arn": gone}))
    assert outcomes[-1] is Outcome.LOST_LETTER


def test_nothing_is_tried_after_the_end(clock: Clock, function: Function) -> None:
    ended = Deliveries(Targets(lambda *_: None, clock, function.invoke), clock)
    function.errors = [BUSY]
    ended.send(sent([]))
    ended.close()
    clock.move(10)
    assert not function.taken
