"""What a schedule sends with each attempt, and what is written where none reached its target."""

from __future__ import annotations

import json
import uuid
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.events.failure import DeliveryFailed
from localaws.events.parcel import Ended
from localaws.events.scheduler import Firing

SCHEDULE = "arn:aws:scheduler:eu-west-1:123456789012:schedule/default/nightly"
QUEUE = "arn:aws:sqs:eu-west-1:123456789012:q"
BUS = "arn:aws:events:eu-west-1:123456789012:event-bus/b"
IDENTITY = uuid.UUID(int=7)


def firing(arn: str = QUEUE, **target: Any) -> Firing:
    return Firing(SCHEDULE, {"Arn": arn} | target, datetime(2026, 1, 1, tzinfo=UTC), IDENTITY)


def test_context_attributes_are_filled_in() -> None:
    text = (
        "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.execution-id> "
        "<aws.scheduler.attempt-number>"
    )
    parcel = firing(Input=text).parcel(2)
    assert parcel.text == f"{SCHEDULE} 2026-01-01T00:00:00Z {parcel.execution} 2"


def test_each_attempt_has_an_identity_of_its_own() -> None:
    due = firing(Input="x")
    assert due.parcel(1).execution == due.parcel(1).execution != due.parcel(2).execution
    assert uuid.UUID(due.parcel(1).execution)


def test_without_an_input_a_notice_is_sent() -> None:
    notice = json.loads(firing().parcel(1).text)
    assert (notice["source"], notice["detail-type"]) == ("aws.scheduler", "Scheduled Event")
    assert (notice["resources"], notice["detail"]) == ([SCHEDULE], "{}")
    assert firing("arn:aws:scheduler:::aws-sdk:sqs:purgeQueue").parcel(1).text == "{}"


def test_a_bus_gets_an_event_of_the_input() -> None:
    parameters = {"EventBridgeParameters": {"Source": "shop", "DetailType": "tick"}}
    event = firing(BUS, Input='{"a": 1}', **parameters).parcel(1).event
    assert event is not None
    assert (event["source"], event["detail-type"]) == ("shop", "tick")
    assert (event["detail"], event["time"]) == ({"a": 1}, "2026-01-01T00:00:00Z")
    for text in ("{", "[]"):
        with pytest.raises(DeliveryFailed):
            firing(BUS, Input=text, **parameters).parcel(1)


def test_a_dead_letter_names_the_last_attempt() -> None:
    due = firing(Input="<aws.scheduler.attempt-number>")
    letter = due.letter(Ended("NO_RESOURCE", "gone", 2, "MaximumRetryAttempts"))
    assert letter.body == "3"
    assert letter.attributes == {
        "SCHEDULE_ARN": SCHEDULE,
        "SCHEDULED_TIME": "2026-01-01T00:00:00Z",
        "TARGET_ARN": QUEUE,
        "EXECUTION_ID": due.parcel(3).execution,
        "ERROR_CODE": "NO_RESOURCE",
        "ERROR_MESSAGE": "gone",
        "RETRY_ATTEMPTS": "2",
        "EXHAUSTED_RETRY_CONDITION": "MaximumRetryAttempts",
        "IS_PAYLOAD_TRUNCATED": "false",
    }
