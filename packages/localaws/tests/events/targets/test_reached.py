"""What each kind of target gets, and why one does not take it."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from moto.events.models import events_backends
from moto.logs.models import logs_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends

from localaws.clock import Clock
from localaws.events.failure import DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.events.targets import Targets

from ..conftest import ACCOUNT, REGION, ROLE, Machine

RULE = f"arn:aws:events:{REGION}:{ACCOUNT}:rule/r"
EVENT = {"id": "1", "source": "shop", "detail-type": "T", "resources": [], "detail": {"a": 1}}
FUNCTION = f"arn:aws:lambda:{REGION}:{ACCOUNT}:function:f:live"


class Invoked:
    """Remembers how functions are invoked."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, bytes, str | None, str | None]] = []

    def __call__(
        self, arn: str, payload: bytes, *, principal: str | None = None, source: str | None = None
    ) -> None:
        self.calls.append((arn, payload, principal, source))


@pytest.fixture
def invoked() -> Invoked:
    return Invoked()


@pytest.fixture
def targets(clock: Clock, invoked: Invoked) -> Targets:
    return Targets(Machine.start, clock, invoked)


@pytest.fixture
def bus() -> Iterator[str]:
    backend, name = events_backends[ACCOUNT][REGION], f"bus-{uuid.uuid4().hex[:8]}"
    yield backend.create_event_bus(name).arn
    backend.event_buses.pop(name)


def parcel(arn: str, text: str = "{}", **target: Any) -> Parcel:
    return Parcel(RULE, "events.amazonaws.com", {"Arn": arn} | target, text, "execution", EVENT)


def code(targets: Targets, sent: Parcel) -> str:
    with pytest.raises(DeliveryFailed) as failed:
        targets.take(sent)
    return failed.value.code


def test_a_state_machine_is_started_by_a_role_that_trusts_whoever_sends(
    targets: Targets, machine: Machine
) -> None:
    targets.take(parcel(machine.arn, RoleArn=ROLE))
    (started,) = machine.started()
    assert (started.name, started.input) == ("execution", "{}")
    assert code(targets, parcel(machine.arn)) == "FAILED_TO_ASSUME_ROLE"
    for role in (f"{ROLE}-not", "no ARN"):
        assert code(targets, parcel(machine.arn, RoleArn=role)) == "FAILED_TO_ASSUME_ROLE"
    assert code(targets, parcel(machine.arn, "{", RoleArn=ROLE)) == "INVALID_JSON"
    gone = machine.arn + "-gone"
    assert code(targets, parcel(gone, RoleArn=ROLE)) == "NO_RESOURCE"


def test_a_function_is_asked_by_its_policy_or_by_a_role(targets: Targets, invoked: Invoked) -> None:
    targets.take(parcel(FUNCTION))
    targets.take(parcel(FUNCTION, RoleArn=ROLE))
    assert invoked.calls == [
        (FUNCTION, b"{}", "events.amazonaws.com", RULE),
        (FUNCTION, b"{}", None, RULE),
    ]


def test_a_fifo_queue_has_to_tell_duplicates_by_content(targets: Targets) -> None:
    backend, name = sqs_backends[ACCOUNT][REGION], f"q-{uuid.uuid4().hex[:8]}.fifo"
    queue = backend.create_queue(name, {}, FifoQueue="true")
    group: dict[str, Any] = {"SqsParameters": {"MessageGroupId": "g"}}
    assert code(targets, parcel(queue.queue_arn, **group)) == "INVALID_PARAMETER"
    queue.content_based_deduplication = True
    targets.take(parcel(queue.queue_arn, "text", **group))
    (message,) = queue.messages
    assert (message.body, message.group_id) == ("text", "g")
    gone = f"arn:aws:sqs:{REGION}:{ACCOUNT}:gone"
    assert code(targets, parcel(gone)) == "NO_RESOURCE"


def test_a_topic_publishes_it(targets: Targets) -> None:
    topic = sns_backends[ACCOUNT][REGION].create_topic(f"t-{uuid.uuid4().hex[:8]}")
    targets.take(parcel(topic.arn, "text"))
    assert topic.sent_notifications[0][1] == "text"
    assert code(targets, parcel(topic.arn + "-gone")) == "NO_RESOURCE"


def test_a_log_group_gets_the_event_or_what_the_transformer_says(targets: Targets) -> None:
    backend, name = logs_backends[ACCOUNT][REGION], f"/g/{uuid.uuid4().hex[:8]}"
    backend.create_log_group(name, {})
    arn = f"arn:aws:logs:{REGION}:{ACCOUNT}:log-group:{name}:*"
    moment = int(targets.clock.seconds() - 60) * 1000
    targets.take(parcel(arn, "text"))
    targets.take(parcel(arn, f'{{"timestamp": {moment}, "message": "said"}}', InputTransformer={}))
    streams = backend.groups[name].streams.values()
    written = {event.message: event.timestamp for stream in streams for event in stream.events}
    assert written.keys() == {"text", "said"}
    assert written["said"] == moment
    assert code(targets, parcel(arn, '"said"', InputTransformer={})) == "INVALID_JSON"


def test_a_bus_passes_the_event_on_as_it_was(targets: Targets, bus: str) -> None:
    backend, name = events_backends[ACCOUNT][REGION], bus.rpartition("/")[2]
    queue = sqs_backends[ACCOUNT][REGION].create_queue(f"q-{uuid.uuid4().hex[:8]}", {})
    backend.put_rule("r", event_bus_arn=name, event_pattern='{"source": ["shop"]}')
    backend.put_targets("r", name, [{"Id": "1", "Arn": queue.queue_arn}])
    targets.take(parcel(bus))
    assert json.loads(queue.messages[0].body) == EVENT
    assert code(targets, parcel(bus + "-gone")) == "NO_RESOURCE"


def test_a_bus_of_another_account_has_to_let_one_in(targets: Targets) -> None:
    other = events_backends["123456789014"][REGION]
    bus = other.event_buses["default"].arn
    assert code(targets, parcel(bus)) == "NO_PERMISSIONS"
    allowed = {"Sid": "s", "Effect": "Allow", "Action": "events:PutEvents"}
    for principal in ("*", {"AWS": ACCOUNT}, {"AWS": [f"arn:aws:iam::{ACCOUNT}:root"]}):
        policy = {"Statement": [{**allowed, "Principal": principal}]}
        other.put_permission("default", "", "", "", {}, json.dumps(policy))
        targets.take(parcel(bus))
    other.remove_permission("default", "s", False)


def test_an_event_that_goes_round_ends(
    targets: Targets, bus: str, caplog: pytest.LogCaptureFixture
) -> None:
    backend, name = events_backends[ACCOUNT][REGION], bus.rpartition("/")[2]
    backend.put_rule("round", event_bus_arn=name, event_pattern='{"source": ["shop"]}')
    queue = sqs_backends[ACCOUNT][REGION].create_queue(f"q-{uuid.uuid4().hex[:8]}", {})
    again = [{"Id": "1", "Arn": bus}, {"Id": "2", "Arn": queue.queue_arn}]
    backend.put_targets("round", name, again)
    targets.take(parcel(bus))
    assert len(queue.messages) == 16
    (told,) = [each for each in caplog.records if "goes no further" in each.getMessage()]
    assert "16 buses" in told.getMessage()


def test_a_target_of_another_kind_takes_nothing(targets: Targets) -> None:
    for arn in ("arn:aws:kinesis:eu-west-1:123456789012:stream/s", "no ARN"):
        assert code(targets, parcel(arn)) == "INVALID_PARAMETER"


def test_what_takes_time_lets_one_wait(targets: Targets) -> None:
    assert targets.lets_wait({"Arn": f"arn:aws:events:{REGION}:{ACCOUNT}:api-destination/d/1"})
    assert targets.lets_wait({"Arn": "arn:aws:scheduler:::aws-sdk:lambda:invoke"})
    assert not targets.lets_wait({"Arn": "arn:aws:scheduler:::aws-sdk:sfn:startExecution"})
    assert not targets.lets_wait({"Arn": FUNCTION})
