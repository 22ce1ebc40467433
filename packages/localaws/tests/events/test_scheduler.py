"""What a schedule may ask for."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from moto.scheduler.exceptions import ValidationException

from localaws.events import targets
from localaws.events.scheduler import _universal, _with_context, check_dates, check_target

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
ROLE = "arn:aws:iam::123456789012:role/r"


def test_dates_are_in_order_and_either_may_be_missing() -> None:
    check_dates("2026-01-01T00:00:00", "2026-01-02T00:00:00")
    check_dates(None, "2026-01-02T00:00:00")
    check_dates("2026-01-02T00:00:00", "")
    for start in ("2026-01-02T00:00:00", "2026-01-03T00:00:00"):
        with pytest.raises(ValidationException, match="must come before"):
            check_dates(start, "2026-01-02T00:00:00")
    with pytest.raises(ValidationException, match="is no date"):
        check_dates("soon", None)


@pytest.mark.parametrize(
    "target",
    [
        None,
        {},
        {"Arn": MACHINE},
        {"RoleArn": ROLE},
        {"Arn": "m", "RoleArn": ROLE},
        {"Arn": MACHINE, "RoleArn": "r"},
        {"Arn": MACHINE, "RoleArn": ROLE, "Input": "{"},
    ],
)
def test_what_is_no_target_is_refused(target: Any) -> None:
    with pytest.raises(ValidationException):
        check_target(target)


def test_only_a_state_machines_input_is_json() -> None:
    check_target({"Arn": MACHINE, "RoleArn": ROLE, "Input": "{}"})
    check_target({"Arn": "arn:aws:sqs:us-east-1:123456789012:q", "RoleArn": ROLE, "Input": "{"})


def test_the_universal_target_is_a_request_of_start_execution() -> None:
    assert _universal(f'{{"StateMachineArn": "{MACHINE}"}}', "id") == (MACHINE, "id", "{}")
    named = f'{{"StateMachineArn": "{MACHINE}", "Name": "n", "Input": "[]"}}'
    assert _universal(named, "id") == (MACHINE, "n", "[]")
    for text in ("{", "[]", "{}"):
        with pytest.raises(targets.DeliveryFailed):
            _universal(text, "id")


def test_context_attributes_are_filled_in() -> None:
    text = (
        "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.execution-id>"
    )
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    assert _with_context(text, "arn:s", moment, "id") == "arn:s 2026-01-01T00:00:00Z id"
