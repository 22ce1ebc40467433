"""Mails of alarms, against one that AWS sent."""

from __future__ import annotations

import json

from localaws.alarms import mail, state_change
from localaws.alarms.alarm import Actions, State, StateRecord, unchecked
from localaws.alarms.composite import CompositeAlarm
from localaws.alarms.state_change import StateChange
from localaws.metrics.metric import Metric, MetricStat, Query

from .made import alarm, at

TOPIC = "arn:aws:sns:us-east-1:123456789012:pages"
BELL = alarm(
    "GreaterThanOrEqualToThreshold", 3, 1, period=300, stat="Sum", actions=Actions(alarm=(TOPIC,))
)
BEFORE = unchecked(at("2025-06-15 12:00:00"))
RUNG = StateRecord(State.ALARM, "Threshold Crossed.", None, at("2025-06-15 12:07:17"))
CHANGE = StateChange(BELL, BEFORE, RUNG)


def test_a_mail_is_for_people() -> None:
    assert mail.text(CHANGE) == (
        'You are receiving this email because your Amazon CloudWatch Alarm "bell" in the US East '
        '(N. Virginia) region has entered the ALARM state, because "Threshold Crossed." at '
        '"Sunday 15 June, 2025 12:07:17 UTC".\n'
        "\n"
        "View this alarm in the AWS Management Console:\n"
        "https://us-east-1.console.aws.amazon.com/cloudwatch/deeplink.js?region=us-east-1#alarmsV2:alarm/bell\n"
        "\n"
        "Alarm Details:\n"
        "- Name:                       bell\n"
        "- Description:                \n"
        "- State Change:               INSUFFICIENT_DATA -> ALARM\n"
        "- Reason for State Change:    Threshold Crossed.\n"
        "- Timestamp:                  Sunday 15 June, 2025 12:07:17 UTC\n"
        "- AWS Account:                123456789012\n"
        "- Alarm Arn:                  arn:aws:cloudwatch:us-east-1:123456789012:alarm:bell\n"
        "\n"
        "Threshold:\n"
        "- The alarm is in the ALARM state when the metric is GreaterThanOrEqualToThreshold 3.0 for "
        "at least 1 of the last 1 period(s) of 300 seconds.\n"
        "\n"
        "Monitored Metric:\n"
        "- MetricNamespace:                     Lab\n"
        "- MetricName:                          Errors\n"
        "- Dimensions:                          [Name = one]\n"
        "- Period:                              300 seconds\n"
        "- Statistic:                           Sum\n"
        "- Unit:                                not specified\n"
        "- TreatMissingData:                    missing\n"
        "\n"
        "State Change Actions:\n"
        "- OK: \n"
        f"- ALARM: [{TOPIC}]\n"
        "- INSUFFICIENT_DATA: \n"
    )


def test_an_expression_stands_in_the_mail() -> None:
    part = Query("m1", MetricStat(Metric("Lab", "Errors", ()), 60, "Sum", None), returns=False)
    rate = Query("e1", None, expression="100 * m1", label="rate")
    told = mail.text(StateChange(alarm(queries=(rate, part)), BEFORE, RUNG))
    assert "- MetricExpression:                    100 * m1\n" in told
    assert "- MetricLabel:                         rate\n" in told


def test_a_rule_stands_in_the_mail() -> None:
    arn = "arn:aws:cloudwatch:us-east-1:123456789012:alarm:all"
    both = CompositeAlarm("all", arn, "123456789012", "us-east-1", "ALARM(a) AND ALARM(b)")
    assert "ALARM(a) AND ALARM(b)" in mail.text(StateChange(both, BEFORE, RUNG))


def test_only_people_get_a_mail() -> None:
    told = json.loads(mail.by_protocol(CHANGE))
    assert json.loads(told["default"])["NewStateValue"] == "ALARM"
    assert told["email"] == mail.text(CHANGE)
    assert told["sms"] == state_change.subject(CHANGE)
