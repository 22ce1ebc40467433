"""Alarms are changed where they are; only another name makes another alarm. And one rings."""

from __future__ import annotations

import json
import uuid
from typing import Any
from urllib.request import urlopen

from ...cloud import Cloud, outputs
from ...waiting import until


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


def mails(cloud: Cloud, subject: str) -> list[dict[str, Any]]:
    with urlopen(f"{cloud.aws.endpoint}/_localaws/outbox") as page:
        messages: list[dict[str, Any]] = json.load(page)["messages"]
    return [each for each in messages if each.get("subject") == subject]


def test_an_execution_that_fails_rings_by_mail_and_event(cloud: Cloud) -> None:
    machine = cloud.create({"Broken": {"Type": "Fail", "Error": "E", "Cause": "A test."}})
    name = f"failed-{uuid.uuid4().hex[:8]}"
    watched = {
        "Namespace": "AWS/States",
        "MetricName": "ExecutionsFailed",
        "Dimensions": [{"Name": "StateMachineArn", "Value": machine}],
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
        "TreatMissingData": "notBreaching",
    }
    sns, sqs, events = (cloud.aws.client(each) for each in ("sns", "sqs", "events"))
    topic = sns.create_topic(Name=name)["TopicArn"]
    sns.subscribe(TopicArn=topic, Protocol="email", Endpoint="ops@example.com")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    pattern = {"source": ["aws.cloudwatch"], "detail": {"alarmName": [name]}}
    events.put_rule(Name=name, EventPattern=json.dumps(pattern))
    target = f"arn:aws:sqs:us-east-1:123456789012:{name}"
    events.put_targets(Rule=name, Targets=[{"Id": "queue", "Arn": target}])
    bell = alarm(**watched, AlarmName=name, AlarmActions=[topic], OKActions=[topic])
    cloud.deploy(name, {"Bell": bell})

    cloud.ended(cloud.start(machine))
    seen = cloud.aws.client("cloudwatch").list_metrics
    of_machine = {name: watched[name] for name in ("Namespace", "MetricName", "Dimensions")}
    until(lambda: seen(**of_machine)["Metrics"])
    cloud.aws.move_clock(120)

    (rung,) = until(lambda: mails(cloud, f'ALARM: "{name}" in US East (N. Virginia)'))
    assert rung["to"] == ["ops@example.com"]
    assert rung["body"].startswith(
        f'You are receiving this email because your Amazon CloudWatch Alarm "{name}"'
    )
    assert "was greater than or equal to the threshold (1.0)" in rung["body"]
    cloud.aws.move_clock(600)
    assert until(lambda: mails(cloud, f'OK: "{name}" in US East (N. Virginia)'))
    told: list[dict[str, Any]] = []
    while len(told) < 3:
        received = sqs.receive_message(QueueUrl=queue, MaxNumberOfMessages=10, WaitTimeSeconds=5)
        told += [json.loads(each["Body"]) for each in received["Messages"]]
    assert sorted(each["detail-type"] for each in told) == [
        "CloudWatch Alarm Configuration Change",
        "CloudWatch Alarm State Change",
        "CloudWatch Alarm State Change",
    ]


def test_an_alarm_on_a_dead_letter_queue_rings(cloud: Cloud) -> None:
    name = f"dead-{uuid.uuid4().hex[:8]}"
    sqs, cloudwatch = cloud.aws.client("sqs"), cloud.aws.client("cloudwatch")
    queue = sqs.create_queue(QueueName=name)["QueueUrl"]
    watched = {
        "Namespace": "AWS/SQS",
        "MetricName": "ApproximateNumberOfMessagesVisible",
        "Dimensions": [{"Name": "QueueName", "Value": name}],
        "Threshold": 1,
        "ComparisonOperator": "GreaterThanOrEqualToThreshold",
    }
    cloud.deploy(name, {"Bell": alarm(**watched, AlarmName=name)})
    sqs.send_message(QueueUrl=queue, MessageBody="broken")
    cloud.aws.move_clock(180)

    def state() -> bool:
        (found,) = cloudwatch.describe_alarms(AlarmNames=[name])["MetricAlarms"]
        return bool(found["StateValue"] == "ALARM")

    assert until(state)
