from __future__ import annotations

from typing import Any

import pytest

from localaws.alarms import requests
from localaws.alarms.alarm import MetricAlarm, Missing
from localaws.protocols.refusal import Refusal

TOPIC = "arn:aws:sns:us-east-1:123456789012:pages"
PLAIN: dict[str, Any] = {
    "AlarmName": "bell",
    "MetricName": "Errors",
    "Namespace": "Lab",
    "Statistic": "Sum",
    "Period": 60,
    "EvaluationPeriods": 3,
    "Threshold": 1,
    "ComparisonOperator": "GreaterThanThreshold",
}
ERRORS = {"Namespace": "Lab", "MetricName": "Errors"}
MATH: dict[str, Any] = {
    "AlarmName": "bell",
    "EvaluationPeriods": 1,
    "Threshold": 5,
    "ComparisonOperator": "GreaterThanThreshold",
    "Metrics": [
        {"Id": "e1", "Expression": "m1 / FILL(m2, REPEAT)"},
        {
            "Id": "m1",
            "MetricStat": {"Metric": ERRORS, "Period": 60, "Stat": "Sum"},
            "ReturnData": False,
        },
        {
            "Id": "m2",
            "MetricStat": {"Metric": ERRORS, "Period": 60, "Stat": "SampleCount"},
            "ReturnData": False,
        },
    ],
}


def read(request: dict[str, Any], **members: Any) -> MetricAlarm:
    given = {name: value for name, value in (request | members).items() if value is not None}
    return requests.metric_alarm(given, "123456789012", "us-east-1", 7.0)


def test_an_alarm_on_a_metric() -> None:
    alarm = read(PLAIN, Dimensions=[{"Name": "n", "Value": "v"}], AlarmActions=[TOPIC])
    assert alarm.arn == "arn:aws:cloudwatch:us-east-1:123456789012:alarm:bell"
    assert alarm.single
    assert (alarm.single.stat, alarm.single.metric.dimensions) == ("Sum", (("n", "v"),))
    assert (alarm.threshold.needed, alarm.treatment, alarm.actions.alarm) == (
        3,
        Missing.MISSING,
        (TOPIC,),
    )


def test_an_alarm_on_math() -> None:
    alarm = read(MATH)
    assert (alarm.watched.expression, alarm.period) == ("m1 / FILL(m2, REPEAT)", 60)


def test_missing_data_of_tables_are_ignored() -> None:
    assert read(PLAIN, Namespace="AWS/DynamoDB").treatment is Missing.IGNORE
    told = read(PLAIN, Namespace="AWS/DynamoDB", TreatMissingData="breaching")
    assert told.treatment is Missing.BREACHING


@pytest.mark.parametrize(
    ("members", "message"),
    [
        ({"Period": 45}, "Period must be 10, 20, 30 or a multiple of 60"),
        ({"Period": None}, "Period is required"),
        ({"Threshold": None}, "Threshold is required"),
        ({"DatapointsToAlarm": 4}, "less than or equal to EvaluationPeriods"),
        ({"Period": 60, "EvaluationPeriods": 1441}, "more than a day"),
        ({"Period": 86400, "EvaluationPeriods": 8}, "more than a week"),
        ({"Statistic": None}, "Exactly one of Statistic and ExtendedStatistic"),
        ({"Statistic": None, "ExtendedStatistic": "q9"}, "q9 for parameter ExtendedStatistic"),
        ({"TreatMissingData": "maybe"}, "maybe is not supported for TreatMissingData"),
        ({"EvaluateLowSampleCountPercentile": "ignore"}, "alarms on a percentile"),
        ({"AlarmActions": ["nobody"]}, "Invalid arn syntax: nobody"),
        (
            {"OKActions": ["arn:aws:automate:us-east-1:ec2:stop"]},
            "The action arn:aws:automate:us-east-1:ec2:stop is not supported",
        ),
        ({"ComparisonOperator": "GreaterThanUpperThreshold"}, "No band is learned"),
        ({"ThresholdMetricId": "a"}, "ThresholdMetricId is not supported"),
    ],
)
def test_what_is_refused_says_why(members: dict[str, Any], message: str) -> None:
    with pytest.raises(Refusal, match=message):
        read(PLAIN, **members)


@pytest.mark.parametrize(
    ("expression", "message"),
    [
        ("m1 / m9", "Error in expression 'e1': there is no m9"),
        ("m1 /", "ends too early"),
        ("SEARCH('x', 'Sum', 300)", "SEARCH is not supported"),
        ("AVG([m1, SORT(m2)])", "SORT is not supported"),
    ],
)
def test_an_expression_that_is_none(expression: str, message: str) -> None:
    metrics = [{"Id": "e1", "Expression": expression}, *MATH["Metrics"][1:]]
    with pytest.raises(Refusal, match=message):
        read(MATH, Metrics=metrics)


def test_one_metric_returns_data() -> None:
    with pytest.raises(Refusal, match="Exactly one element of the metrics list"):
        read(MATH, Metrics=MATH["Metrics"][1:])


def test_a_composite_alarm() -> None:
    request = {"AlarmName": "all", "AlarmRule": "ALARM(bell) OR ALARM(gong)"}
    alarm = requests.composite_alarm(request, "123456789012", "us-east-1", 7.0)
    assert (alarm.name, alarm.rule) == ("all", "ALARM(bell) OR ALARM(gong)")
    with pytest.raises(Refusal, match="Error in AlarmRule: it ends too early"):
        requests.composite_alarm(request | {"AlarmRule": "ALARM(bell) OR"}, "1", "us-east-1", 0)
    with pytest.raises(Refusal, match="ActionsSuppressor is not supported"):
        requests.composite_alarm(request | {"ActionsSuppressor": "x"}, "1", "us-east-1", 0)
