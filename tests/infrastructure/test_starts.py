"""What starts executions by itself: the schedule, and new data."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from infrastructure.new_data import pattern

from .test_stack import only

Synthesised = Callable[..., dict[str, Any]]


@pytest.fixture(scope="module")
def template(synthesised: Synthesised) -> dict[str, Any]:
    """A stack that uses everything."""
    return synthesised(
        {
            "stage": "prod",
            "schedule": "cron(0 3 ? * MON *)",
            "schedule-enabled": "true",
            "schedule-time-zone": "Europe/Berlin",
            "schedule-window-minutes": "30",
            "schedule-retries": 3,
            "schedule-retry-minutes": 120,
            "new-data-enabled": True,
            "new-data-markers": "READY",
            "message-emails": "one@example.com, two@example.com",
        }
    )


def test_the_schedule_is_the_settings_and_says_what_started_an_execution(
    template: dict[str, Any],
) -> None:
    schedule = only(template, "AWS::Scheduler::Schedule")["Properties"]
    assert schedule["Name"] == "stepline-ner-prod"
    assert schedule["ScheduleExpression"] == "cron(0 3 ? * MON *)"
    assert schedule["ScheduleExpressionTimezone"] == "Europe/Berlin"
    assert schedule["FlexibleTimeWindow"] == {"Mode": "FLEXIBLE", "MaximumWindowInMinutes": 30}
    assert schedule["State"] == "ENABLED"
    target = schedule["Target"]
    assert target["Arn"] == {"Ref": "StateMachine"}
    assert json.loads(target["Input"]) == {"started_by": "schedule <aws.scheduler.scheduled-time>"}
    assert target["RetryPolicy"] == {
        "MaximumEventAgeInSeconds": 7200,
        "MaximumRetryAttempts": 3,
    }


def test_what_cannot_be_started_is_a_dead_letter(template: dict[str, Any]) -> None:
    rule = template["Resources"]["Schedule"]["Properties"]
    schedule = only(template, "AWS::Scheduler::Schedule")["Properties"]
    (target,) = rule["Targets"]
    assert target["DeadLetterConfig"] == schedule["Target"]["DeadLetterConfig"]
    policy = only(template, "AWS::SQS::QueuePolicy")["Properties"]["PolicyDocument"]
    senders = [
        statement["Condition"]["ArnEquals"]["aws:SourceArn"]
        for statement in policy["Statement"]
        if statement["Effect"] == "Allow"
    ]
    assert {"Fn::GetAtt": ["Schedule", "Arn"]} in senders


def test_the_rule_of_earlier_releases_has_lost_its_timing_before_the_schedule_is_made(
    template: dict[str, Any],
) -> None:
    rule = template["Resources"]["Schedule"]
    assert rule["Type"] == "AWS::Events::Rule"
    assert "ScheduleExpression" not in rule["Properties"]
    assert "Schedule" in only(template, "AWS::Scheduler::Schedule")["DependsOn"]


def test_new_data_are_told_by_a_marker_below_data() -> None:
    assert pattern("ours", ("_SUCCESS", "*.manifest", "part-*")) == {
        "source": ["aws.s3"],
        "detail-type": ["Object Created"],
        "detail": {
            "bucket": {"name": ["ours"]},
            "object": {
                "key": [
                    "data/_SUCCESS",
                    {"wildcard": "data/*/_SUCCESS"},
                    {"wildcard": "data/*.manifest"},
                    {"wildcard": "data/part-*"},
                    {"wildcard": "data/*/part-*"},
                ]
            },
        },
    }


def test_the_bucket_tells_eventbridge_and_the_execution_the_marker(
    template: dict[str, Any],
) -> None:
    bucket = only(template, "AWS::S3::Bucket")["Properties"]
    assert bucket["NotificationConfiguration"] == {
        "EventBridgeConfiguration": {"EventBridgeEnabled": True}
    }
    rule = template["Resources"]["Schedule"]["Properties"]
    assert rule["State"] == "ENABLED"
    (target,) = rule["Targets"]
    assert json.loads(target["InputTransformer"]["InputTemplate"]) == {
        "started_by": "s3://<bucket>/<key>"
    }


def test_each_address_is_subscribed(template: dict[str, Any]) -> None:
    subscribed = [
        r["Properties"]["Endpoint"]
        for r in template["Resources"].values()
        if r["Type"] == "AWS::SNS::Subscription"
    ]
    assert subscribed == ["one@example.com", "two@example.com"]


def test_by_default_nothing_starts_by_itself(synthesised: Synthesised) -> None:
    template = synthesised()
    assert only(template, "AWS::Scheduler::Schedule")["Properties"]["State"] == "DISABLED"
    assert template["Resources"]["Schedule"]["Properties"]["State"] == "DISABLED"
