"""Alarms are changed where they are; only another name makes another alarm."""

from __future__ import annotations

import uuid
from typing import Any

from ...cloud import Cloud


def alarm(**more: Any) -> dict[str, Any]:
    properties = {
        "Namespace": "Lab",
        "MetricName": "Errors",
        "Statistic": "Sum",
        "Period": "60",
        "EvaluationPeriods": 1,
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanThreshold",
        **more,
    }
    return {"Type": "AWS::CloudWatch::Alarm", "Properties": properties}


OUTPUTS = {
    "Name": {"Value": {"Ref": "Bell"}},
    "Arn": {"Value": {"Fn::GetAtt": ["Bell", "Arn"]}},
    "All": {"Value": {"Ref": "Every"}},
}
EVERY = {
    "Type": "AWS::CloudWatch::CompositeAlarm",
    "Properties": {"AlarmRule": {"Fn::Sub": 'ALARM("${Bell}")'}, "AlarmName": "all-bells"},
}


def outputs(stack: dict[str, Any]) -> dict[str, str]:
    return {each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]}


def test_an_alarm_is_changed_in_place(cloud: Cloud) -> None:
    client = cloud.aws.client("cloudwatch")
    tags = [{"Key": "team", "Value": "a"}]
    before = outputs(
        cloud.deploy("bells", {"Bell": alarm(Tags=tags), "Every": EVERY}, Outputs=OUTPUTS)
    )
    client.set_alarm_state(AlarmName=before["Name"], StateValue="OK", StateReason="A test.")
    after = outputs(
        cloud.deploy("bells", {"Bell": alarm(Threshold=2.5), "Every": EVERY}, Outputs=OUTPUTS)
    )
    assert before == after
    assert after["Arn"].endswith(f":alarm:{after['Name']}")
    (found,) = client.describe_alarms(AlarmNames=[after["Name"]])["MetricAlarms"]
    assert (found["Threshold"], found["StateValue"], found["Period"]) == (2.5, "OK", 60)
    assert client.list_tags_for_resource(ResourceARN=after["Arn"])["Tags"] == []
    cloud.stacks.delete_stack(StackName="bells")
    left = client.describe_alarms(
        AlarmNames=[after["Name"], "all-bells"], AlarmTypes=["MetricAlarm", "CompositeAlarm"]
    )
    assert left["MetricAlarms"] == left["CompositeAlarms"] == []


def test_another_name_is_another_alarm(cloud: Cloud) -> None:
    first, second = (f"bell-{uuid.uuid4().hex[:8]}" for _ in range(2))
    cloud.deploy("renamed-bell", {"Bell": alarm(AlarmName=first)})
    cloud.deploy("renamed-bell", {"Bell": alarm(AlarmName=second)})
    found = cloud.aws.client("cloudwatch").describe_alarms(AlarmNames=[first, second])
    assert [each["AlarmName"] for each in found["MetricAlarms"]] == [second]


def test_the_service_says_what_is_not_done(cloud: Cloud) -> None:
    band = alarm(ComparisonOperator="GreaterThanUpperThreshold")
    stack = cloud.deploy("learned-bell", {"Bell": band})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("No band is learned" in reason for reason in cloud.reasons("learned-bell"))
