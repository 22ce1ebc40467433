"""A request held against its model: read, checked and worded as the service does it."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.protocols.models import service_model
from localaws.protocols.refusal import Refusal
from localaws.protocols.validation import validated
from localaws.protocols.wire import Wire


def put_rule(**members: Any) -> Any:
    wire = Wire("POST", "/", "", {}, json.dumps(members).encode())
    return validated(service_model("events").operation_model("PutRule"), "json", wire)


def test_a_sound_request_is_a_call() -> None:
    call = put_rule(Name="r", ScheduleExpression="rate(1 hour)")
    assert (call.operation, call.parameters["Name"]) == ("PutRule", "r")


@pytest.mark.parametrize(
    ("members", "code", "message"),
    [
        ({"Name": 7}, "SerializationException", "NUMBER_VALUE can not be converted to a String"),
        (
            {},
            "ValidationException",
            "1 validation error detected: Value null at 'name' failed to satisfy constraint: "
            "Member must not be null",
        ),
        ({"Name": "a b"}, "ValidationException", r"regular expression pattern: [\.\-_A-Za-z0-9]+"),
        ({"Name": "x" * 65}, "ValidationException", "length less than or equal to 64"),
        ({"Name": "x", "State": "ON"}, "ValidationException", "enum value set: [ENABLED, DISABLED"),
    ],
)
def test_what_the_model_forbids_is_refused(
    members: dict[str, Any], code: str, message: str
) -> None:
    with pytest.raises(Refusal) as refused:
        put_rule(**members)
    assert refused.value.code == code
    assert message in refused.value.message


def test_a_member_that_the_model_does_not_have_is_ignored() -> None:
    assert put_rule(Name="r", Colour="red").parameters == {"Name": "r"}


def test_a_token_that_makes_a_request_idempotent_may_be_left_out() -> None:
    asked = service_model("scheduler").operation_model("CreateSchedule")
    body = {
        "FlexibleTimeWindow": {"Mode": "OFF"},
        "ScheduleExpression": "rate(1 hour)",
        "Target": {
            "Arn": "arn:aws:sqs:us-east-1:1:q",
            "RoleArn": "arn:aws:iam::123456789012:role/r",
        },
    }
    wire = Wire("POST", "/schedules/s", "", {}, json.dumps(body).encode())
    assert validated(asked, "rest-json", wire).parameters["Name"] == "s"


def test_a_stream_is_neither_read_nor_missing() -> None:
    asked = service_model("sagemaker-runtime").operation_model("InvokeEndpoint")
    wire = Wire("POST", "/endpoints/e/invocations", "", {"content-type": "text/csv"})
    assert validated(asked, "rest-json", wire).parameters == {
        "EndpointName": "e",
        "ContentType": "text/csv",
    }
