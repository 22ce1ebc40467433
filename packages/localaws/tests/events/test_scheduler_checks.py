"""What a schedule may ask for."""

from __future__ import annotations

from typing import Any

import pytest
from moto.scheduler.exceptions import ValidationException

from localaws.events.scheduler_checks import (
    Unsupported,
    check_dates,
    check_role,
    check_schedule,
    check_target,
    check_window,
)

from .conftest import ROLE as STARTER

MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
BUS = "arn:aws:events:us-east-1:123456789012:event-bus/b"
FIFO = "arn:aws:sqs:us-east-1:123456789012:q.fifo"
ROLE = "arn:aws:iam::123456789012:role/r"
SDK = "arn:aws:scheduler:::aws-sdk:"


def test_dates_are_in_order_and_either_may_be_missing() -> None:
    check_dates("2026-01-01T00:00:00", "2026-01-02T00:00:00")
    check_dates(None, "2026-01-02T00:00:00")
    check_dates("2026-01-02T00:00:00", "")
    for start in ("2026-01-02T00:00:00", "2026-01-03T00:00:00"):
        with pytest.raises(ValidationException, match="must come before"):
            check_dates(start, "2026-01-02T00:00:00")
    with pytest.raises(ValidationException, match="is no date"):
        check_dates("soon", None)


@pytest.mark.parametrize("rate", ["rate(1 minute)", "rate(1 minutes)", "rate(2 hours)"])
def test_a_unit_may_be_a_plural_always(rate: str) -> None:
    target = {"Arn": MACHINE, "RoleArn": STARTER}
    check_schedule({"schedule_expression": rate, "target": target})
    with pytest.raises(ValidationException, match="Invalid Schedule Expression"):
        check_schedule({"schedule_expression": "rate(0 minutes)", "target": target})


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


@pytest.mark.parametrize(
    ("arn", "says"),
    [
        (f"{SDK}nothing:doIt", "nothing is not a service"),
        (f"{SDK}sqs:doIt", "doIt is not an API action of sqs"),
        (f"{SDK}sqs:SendMessage", "SendMessage is not an API action"),
        (f"{SDK}sqs:receiveMessage", "receiveMessage only reads"),
        (f"{SDK}dynamodb:getItem", "getItem only reads"),
        (BUS, "EventBridgeParameters"),
        (FIFO, "SqsParameters"),
    ],
)
def test_a_target_that_aws_does_not_have_is_refused(arn: str, says: str) -> None:
    with pytest.raises(ValidationException, match=says):
        check_target({"Arn": arn, "RoleArn": ROLE})


def test_an_operation_that_is_not_offered_is_refused_by_name() -> None:
    with pytest.raises(Unsupported, match="ec2:StartInstances is not supported"):
        check_target({"Arn": f"{SDK}ec2:startInstances", "RoleArn": ROLE})
    check_target({"Arn": f"{SDK}sfn:startExecution", "RoleArn": ROLE})
    check_target({"Arn": f"{SDK}sagemaker:createTrainingJob", "RoleArn": ROLE})


def test_a_window_has_a_length_where_it_is_one() -> None:
    check_window({"Mode": "OFF"})
    check_window({"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 15})
    for window in ({"Mode": "FLEXIBLE"}, {"Mode": "OFF", "MaximumWindowInMinutes": 15}):
        with pytest.raises(ValidationException, match="MaximumWindowInMinutes must"):
            check_window(window)


def test_the_role_has_to_trust_scheduler() -> None:
    check_role(STARTER)
    with pytest.raises(ValidationException, match="must allow AWS EventBridge Scheduler to assume"):
        check_role(ROLE)
