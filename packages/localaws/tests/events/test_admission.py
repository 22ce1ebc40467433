"""What EventBridge and Scheduler refuse before they keep anything of it."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from moto.core.exceptions import JsonRESTError
from moto.events.models import events_backends
from moto.scheduler.models import scheduler_backends

from .conftest import ACCOUNT, REGION, ROLE

ARN = f"arn:aws:states:{REGION}:{ACCOUNT}:stateMachine:m"
SOUND = {"Source": "shop", "DetailType": "T", "Detail": "{}"}


def events() -> Any:
    return events_backends[ACCOUNT][REGION]


def schedule(**members: Any) -> None:
    """CreateSchedule."""
    names = (
        "description end_date flexible_time_window group_name kms_key_arn schedule_expression "
        "schedule_expression_timezone start_date state target action_after_completion"
    )
    given = dict.fromkeys(names.split()) | {
        "name": f"s-{uuid.uuid4().hex[:8]}",
        "schedule_expression": "rate(1 day)",
        "target": {"Arn": ARN, "RoleArn": ROLE},
    }
    scheduler_backends[ACCOUNT][REGION].create_schedule(**(given | members))


def test_a_rule_with_a_bad_pattern_is_not_kept() -> None:
    with pytest.raises(JsonRESTError, match="Event pattern is not valid"):
        events().put_rule("bad-pattern", event_pattern="null")
    assert "bad-pattern" not in events().event_buses["default"].rules


@pytest.mark.parametrize(
    ("target", "says"),
    [
        ({"Arn": "x"}, "not in correct format"),
        ({"Arn": "arn:aws:x"}, "not in correct format"),
        ({"RoleArn": "x"}, "RoleArn is not valid"),
        ({"Input": "{"}, "JSON syntax error"),
        ({"Input": "{}", "InputPath": "$"}, "Only one of"),
        ({"InputPath": "detail"}, "Invalid InputPath"),
        ({"Id": "t"}, "RoleArn is required for target"),
        (
            {"DeadLetterConfig": {"Arn": "arn:aws:sqs:eu-west-1:123456789012:q.fifo"}},
            "standard SQS",
        ),
        ({"DeadLetterConfig": {"Arn": "q"}}, "standard SQS"),
        ({"InputTransformer": {"InputTemplate": "<x>"}}, "Invalid InputPath or InputTransformer"),
        (
            {"InputTransformer": {"InputPathsMap": {"x": "y"}, "InputTemplate": "<x>"}},
            "Invalid InputPath or InputTransformer",
        ),
    ],
)
def test_a_target_that_is_none_is_refused(target: dict[str, Any], says: str) -> None:
    name = f"rule-{uuid.uuid4().hex[:8]}"
    events().put_rule(name, event_pattern='{"source": ["x"]}')
    with pytest.raises(JsonRESTError, match=says):
        events().put_targets(name, None, [{"Id": "t", "Arn": ARN} | target])
    assert events().event_buses["default"].rules[name].targets == []


def test_bad_entries_are_answered_one_by_one_and_the_others_are_sent() -> None:
    entries = [
        SOUND,
        SOUND | {"Detail": "["},
        SOUND | {"Detail": "[]"},
        {"DetailType": "T", "Detail": "{}"},
        SOUND | {"Time": 1e300},
        SOUND | {"Source": "aws.s3"},
        SOUND | {"DetailType": "T" * 129},
        SOUND,
    ]
    entries_put = events().put_events(entries)
    codes = [entry.get("ErrorCode") for entry in entries_put]
    bad = ["MalformedDetail", "MalformedDetail", "InvalidArgument", "InvalidArgument"]
    bad += ["NotAuthorizedForSourceException", "InvalidArgument"]
    assert codes == [None, *bad, None]


def test_entries_that_are_too_large_are_refused_together() -> None:
    large = SOUND | {"Detail": '{"a": "%s"}' % ("x" * (1024 * 1024))}
    with pytest.raises(JsonRESTError, match="over the limit"):
        events().put_events([large])


@pytest.mark.parametrize(
    ("members", "says"),
    [
        ({"group_name": "none"}, "Schedule group none does not exist"),
        ({"schedule_expression": "cron(x)"}, "Invalid Schedule Expression"),
        ({"schedule_expression": "at(x)"}, "Invalid Schedule Expression"),
        ({"schedule_expression_timezone": "Mars/X"}, "not a valid timezone"),
        ({"start_date": 2e9, "end_date": 1.9e9}, "must come before"),
        ({"end_date": 1e300}, "is no date"),
        ({"target": {"Arn": "x", "RoleArn": ROLE}}, "not in correct format"),
        ({"target": {"Arn": ARN}}, "must have an Arn and a RoleArn"),
        ({"target": {"Arn": ARN, "RoleArn": ROLE, "Input": "{"}}, "no valid JSON"),
    ],
)
def test_a_schedule_that_is_none_is_refused(members: dict[str, Any], says: str) -> None:
    with pytest.raises(JsonRESTError, match=says):
        schedule(**members)


def test_a_schedule_group_that_there_is_not_cannot_be_deleted() -> None:
    backend = scheduler_backends[ACCOUNT][REGION]
    with pytest.raises(JsonRESTError, match="does not exist"):
        backend.delete_schedule_group("none")
    with pytest.raises(JsonRESTError, match="default schedule group"):
        backend.delete_schedule_group("default")


def test_an_endpoint_of_a_destination_has_a_connection_and_https() -> None:
    basic = {"BasicAuthParameters": {"Username": "u", "Password": "p"}}
    arn = events().create_connection("admitted", "", "BASIC", basic).arn
    for connection, url, says in (
        (arn + "x", "https://api.example.com", "does not exist"),
        (arn, "http://api.example.com", "must begin with https"),
    ):
        with pytest.raises(JsonRESTError, match=says):
            events().create_api_destination("d", "", connection, url, None, "POST")
    events().create_api_destination("d", "", arn, "https://api.example.com", None, "POST")
    with pytest.raises(JsonRESTError, match="already exists"):
        events().create_api_destination("d", "", arn, "https://api.example.com", None, "POST")
    shown = events().describe_api_destination("d")
    assert shown["InvocationRateLimitPerSecond"] == 300
    events().delete_api_destination("d")
    events().delete_connection("admitted")


def test_a_bus_with_rules_is_not_deleted() -> None:
    events().create_event_bus("full")
    events().put_rule("r", event_bus_arn="full", event_pattern='{"source": ["shop"]}')
    with pytest.raises(JsonRESTError, match="EventBus can't be deleted since it has rules"):
        events().delete_event_bus("full")
    events().delete_rule("r", "full")
    events().delete_event_bus("full")
    assert "full" not in events().event_buses
    events().delete_event_bus("full")
    with pytest.raises(JsonRESTError, match="Cannot delete event bus default"):
        events().delete_event_bus("default")
