"""Alarms on executions and on the endpoint, and the dashboard that shows them."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from infrastructure.settings import SettingsError
from tools.costs.tables import assumptions

from .test_stack import literal, only

Synthesised = Callable[..., dict[str, Any]]
ALL = {"alarms-overlong-hours": "6", "alarms-days-without-success": "40"}


def alarms(template: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        r["Properties"]["AlarmName"].removeprefix("stepline-ner-dev-"): r["Properties"]
        for r in template["Resources"].values()
        if r["Type"] == "AWS::CloudWatch::Alarm"
    }


@pytest.fixture(scope="module")
def all_alarms(synthesised: Synthesised) -> dict[str, dict[str, Any]]:
    return alarms(synthesised(ALL))


def test_failures_and_the_endpoint_are_watched_by_default(template: dict[str, Any]) -> None:
    assert set(alarms(template)) == {"ExecutionFailed", "EndpointErrors", "EndpointLatency"}


def test_the_page_of_costs_counts_the_metrics_that_they_look_at(template: dict[str, Any]) -> None:
    watched = [m for a in alarms(template).values() for m in a["Metrics"] if "MetricStat" in m]
    (assumed,) = (a.amount for a in assumptions() if a.what == "alarm metrics")
    assert len(watched) == assumed


def test_how_long_and_how_often_are_for_the_settings_to_say(
    all_alarms: dict[str, dict[str, Any]],
) -> None:
    overlong, without = all_alarms["ExecutionOverlong"], all_alarms["NoSuccess"]
    assert (overlong["Threshold"], overlong["TreatMissingData"]) == (6, "notBreaching")
    assert (without["Threshold"], without["TreatMissingData"]) == (40, "breaching")
    assert without["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"


def test_each_tells_the_topic_when_it_begins_and_a_new_one_tells_nothing(
    all_alarms: dict[str, dict[str, Any]],
) -> None:
    for alarm in all_alarms.values():
        assert literal(alarm["AlarmActions"][0]).startswith("messages")
        assert "OKActions" not in alarm


def test_what_lasts_is_told_of_when_it_is_over(synthesised: Synthesised) -> None:
    rule = synthesised(ALL)["Resources"]["AlarmsOver"]["Properties"]
    over = [arn["Fn::GetAtt"][0] for arn in rule["EventPattern"]["resources"]]
    assert over == ["NoSuccess", "EndpointErrors", "EndpointLatency"]
    assert rule["EventPattern"]["detail"]["previousState"] == {"value": ["ALARM"]}
    assert "AlarmsOver" not in synthesised({"variant": "transformed"})["Resources"]


def test_what_is_overdue_is_measured_where_an_alarm_asks_for_it(
    synthesised: Synthesised, template: dict[str, Any]
) -> None:
    assert not any(name.startswith("Overdue") for name in template["Resources"])
    resources = synthesised({"alarms-overlong-hours": "6"})["Resources"]
    (schedule,) = (
        r["Properties"]
        for name, r in resources.items()
        if name.startswith("Overdue") and r["Type"] == "AWS::Scheduler::Schedule"
    )
    assert (schedule["State"], schedule["ScheduleExpression"]) == ("ENABLED", "rate(15 minutes)")


def test_the_topic_takes_from_the_stacks_alarms(template: dict[str, Any]) -> None:
    statements = only(template, "AWS::SNS::TopicPolicy")["Properties"]["PolicyDocument"][
        "Statement"
    ]
    (allowed,) = (s for s in statements if s.get("Sid") == "FromAlarms")
    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert literal(allowed["Condition"]["ArnLike"]["aws:SourceArn"]).endswith(
        ":alarm:stepline-ner-dev-*"
    )


def test_a_pipeline_that_serves_nothing_has_no_alarm_on_an_endpoint(
    synthesised: Synthesised,
) -> None:
    template = synthesised({"variant": "transformed"})
    assert set(alarms(template)) == {"ExecutionFailed"}
    body = literal(only(template, "AWS::CloudWatch::Dashboard")["Properties"]["DashboardBody"])
    assert "AWS/SageMaker" not in body


def test_they_can_be_switched_off(synthesised: Synthesised) -> None:
    assert alarms(synthesised({"alarms-enabled": "false"})) == {}


def test_the_dashboard_shows_alarms_executions_and_endpoint_without_overlap(
    template: dict[str, Any],
) -> None:
    properties = only(template, "AWS::CloudWatch::Dashboard")["Properties"]
    assert properties["DashboardName"] == "stepline-ner-dev"
    widgets = json.loads(literal(properties["DashboardBody"]))["widgets"]
    assert [widget["type"] for widget in widgets] == ["alarm", *["metric"] * 4]
    covered = [
        (x, y)
        for w in widgets
        for x in range(w["x"], w["x"] + w["width"])
        for y in range(w["y"], w["y"] + w["height"])
    ]
    assert len(covered) == len(set(covered))
    assert max(x for x, _ in covered) == 23


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("days-without-success", 81),
        ("overlong-hours", 0),
        ("error-share", 2),
        ("latency-milliseconds", 0),
    ],
)
def test_a_limit_that_cannot_be_is_refused(
    synthesised: Synthesised, key: str, value: float
) -> None:
    with pytest.raises(SettingsError, match=f"stepline:alarms-{key} cannot be {value}"):
        synthesised({f"alarms-{key}": value})
