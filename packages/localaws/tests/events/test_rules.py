"""Events that match a rule's pattern start its state machines, whoever sends them."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from moto.events.exceptions import InvalidEventPatternException
from moto.events.models import events_backends
from moto.s3.models import s3_backends
from moto.sqs.models import sqs_backends

from localaws.clock import Clock
from localaws.events import Deliveries
from localaws.events.announcements import announce
from localaws.events.rules import fire
from localaws.hosting.state_change import state_change
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.service import SageMaker
from localaws.this_aws import objects

from .conftest import ACCOUNT, REGION, Machine


@pytest.fixture(autouse=True)
def no_rules() -> Any:
    yield
    events_backends[ACCOUNT][REGION].reset()


def rule(machine: Machine, pattern: dict[str, Any], **more: Any) -> str:
    backend = events_backends[ACCOUNT][REGION]
    name = f"rule-{uuid.uuid4().hex[:8]}"
    backend.put_rule(name, event_pattern=json.dumps(pattern), **more)
    backend.put_targets(name, None, [machine.target()])
    return name


def put(source: str, detail: dict[str, Any]) -> list[dict[str, Any]]:
    entry = {"Source": source, "DetailType": "Test", "Detail": json.dumps(detail)}
    return list(events_backends[ACCOUNT][REGION].put_events([entry]))


def test_an_event_that_matches_starts_the_state_machine(machine: Machine) -> None:
    rule(machine, {"source": ["shop"], "detail": {"kind": ["order"]}})
    (answer,) = put("shop", {"kind": "order", "id": 7})
    put("shop", {"kind": "refund"})
    put("elsewhere", {"kind": "order"})
    (event,) = machine.inputs()
    assert event["detail"] == {"kind": "order", "id": 7}
    assert event["id"] == answer["EventId"]
    assert event["time"].endswith("Z")
    assert "ingestion-time" not in event


def test_a_scheduled_rule_matches_no_event(machine: Machine) -> None:
    backend = events_backends[ACCOUNT][REGION]
    backend.put_rule("nightly", scheduled_expression="rate(1 day)")
    backend.put_targets("nightly", None, [machine.target()])
    put("shop", {"kind": "order"})
    assert machine.started() == []


def test_a_disabled_rule_matches_no_event(machine: Machine) -> None:
    rule(machine, {"source": ["shop"]}, state="DISABLED")
    put("shop", {"kind": "order"})
    assert machine.started() == []


def test_a_rule_for_management_events_matches_others_too(machine: Machine) -> None:
    state = "ENABLED_WITH_ALL_CLOUDTRAIL_MANAGEMENT_EVENTS"
    rule(machine, {"source": ["shop"]}, state=state)
    put("shop", {})
    assert len(machine.started()) == 1


def test_a_new_object_starts_the_state_machine(machine: Machine) -> None:
    bucket = f"data-{uuid.uuid4().hex[:8]}"
    s3 = s3_backends[ACCOUNT]["aws"]
    s3.create_bucket(bucket, REGION)
    s3.put_bucket_notification_configuration(bucket, {"EventBridgeConfiguration": {}})
    rule(
        machine,
        {
            "source": ["aws.s3"],
            "detail-type": ["Object Created"],
            "detail": {"bucket": {"name": [bucket]}, "object": {"key": [{"prefix": "in/"}]}},
        },
    )
    objects.write(bucket, "out/a", b"a")
    objects.write(bucket, "in/a", b"a")
    (event,) = machine.inputs()
    assert event["detail"]["object"]["key"] == "in/a"


def test_a_change_of_an_endpoints_status_starts_the_state_machine(machine: Machine) -> None:
    rule(machine, {"source": ["aws.sagemaker"], "detail": {"EndpointStatus": ["IN_SERVICE"]}})
    service = SageMaker(ServerContext(ACCOUNT, Path(), None, ""), REGION)  # type: ignore[arg-type]
    announce(service)
    arn = service.arn("endpoint", "e")
    service.tags.add(arn, [{"Key": "stage", "Value": "dev"}])
    for status in ("Creating", "InService"):
        describe = {"EndpointName": "e", "EndpointArn": arn, "EndpointStatus": status}
        service.announce(state_change(describe))
    (event,) = machine.inputs()
    assert event["detail-type"] == "SageMaker Endpoint State Change"
    assert event["resources"] == [arn]
    assert event["detail"]["Tags"] == {"stage": "dev"}


def queue(name: str) -> str:
    """The ARN of a new queue."""
    arn: str = sqs_backends[ACCOUNT][REGION].create_queue(name, {}).queue_arn
    return arn


def received(name: str) -> list[str]:
    messages = sqs_backends[ACCOUNT][REGION].receive_message(name, 10, 0, 0)
    return [message.body for message in messages]


def test_a_queue_gets_what_its_target_says(machine: Machine) -> None:
    name = f"queue-{uuid.uuid4().hex[:8]}"
    backend = events_backends[ACCOUNT][REGION]
    backend.put_rule(name, event_pattern=json.dumps({"source": ["shop"]}))
    arn = queue(name)
    backend.put_targets(name, None, [{"Id": "1", "Arn": arn, "Input": '"constant"'}])
    backend.put_targets(name, None, [{"Id": "2", "Arn": arn, "InputPath": "$.detail.id"}])
    put("shop", {"id": 7})
    assert sorted(received(name)) == ['"constant"', "7"]


def test_a_scheduled_rule_sends_to_a_queue_too(deliveries: Deliveries, clock: Clock) -> None:
    name = f"queue-{uuid.uuid4().hex[:8]}"
    backend = events_backends[ACCOUNT][REGION]
    backend.put_rule(name, scheduled_expression="rate(1 day)")
    backend.put_targets(name, None, [{"Id": "1", "Arn": queue(name)}])
    due = datetime(2026, 11, 25, 3, 0, tzinfo=UTC)
    fire(backend.describe_rule(name, None), due, deliveries, clock)
    (text,) = received(name)
    event = json.loads(text)
    assert (event["source"], event["time"]) == ("aws.events", "2026-11-25T03:00:00Z")


def test_a_target_that_is_gone_keeps_no_other_from_its_event(machine: Machine) -> None:
    name = rule(machine, {"source": ["shop"]})
    gone = {"Id": "gone", "Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:gone"}
    events_backends[ACCOUNT][REGION].put_targets(name, None, [gone])
    (answer,) = put("shop", {})
    assert "EventId" in answer
    assert len(machine.inputs()) == 1


def test_a_pattern_with_an_operator_that_there_is_not_is_refused() -> None:
    pattern = json.dumps({"source": [{"like": "shop"}]})
    with pytest.raises(InvalidEventPatternException, match="Unrecognized match type like"):
        events_backends[ACCOUNT][REGION].put_rule("rule", event_pattern=pattern)
