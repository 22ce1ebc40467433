"""Each alarm rings on an embedded AWS, by what it is there for; a new one says nothing. The alarms, the rule and the state
machine that measures are those of the stack's template."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS
from tests import serving_image
from tests.pipelines.turns import until

from .test_stack import literal

STACK, IMAGE, DAYS = "stepline-ner-dev", "example/ailing:1", 8
MINUTE, HOUR, DAY = 60, 3600, 24 * 3600
SERVE = """import time
from http.server import BaseHTTPRequestHandler, HTTPServer
class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if body == b"ailing":
            time.sleep(0.1)
        self.send_response(500 if body == b"ailing" else 200)
        self.send_header("Content-Length", "2")
        self.end_headers()
        self.wfile.write(b"ok")
HTTPServer(("", 8080), Handler).serve_forever()
"""
SERVICES = ["states.amazonaws.com", "sagemaker.amazonaws.com", "scheduler.amazonaws.com"]
_TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": SERVICES}, "Action": "sts:AssumeRole"}
    ],
}
# Fails at once, or waits for as many seconds.
_RETRAINING = {
    "StartAt": "Well?",
    "States": {
        "Well?": {
            "Type": "Choice",
            "Choices": [{"Variable": "$.seconds", "IsPresent": True, "Next": "Work"}],
            "Default": "Broken",
        },
        "Work": {"Type": "Wait", "SecondsPath": "$.seconds", "End": True},
        "Broken": {"Type": "Fail", "Error": "Broken", "Cause": "By the test."},
    },
}


class Stack:
    """What the template says of alarms, beside a retraining and an endpoint that do as they are told."""

    def __init__(self, aws: EmbeddedAWS, home: Path, template: dict[str, Any]) -> None:
        self.aws, self._resources = aws, template["Resources"]
        self.states, self.cloudwatch = aws.client("stepfunctions"), aws.client("cloudwatch")
        created = aws.client("iam").create_role(
            RoleName="all", AssumeRolePolicyDocument=json.dumps(_TRUST)
        )
        self._role = created["Role"]["Arn"]
        self.machine = self._state_machine(STACK, _RETRAINING)
        self.topic = aws.client("sns").create_topic(Name=STACK)["TopicArn"]
        sqs = aws.client("sqs")
        self._queue = sqs.create_queue(QueueName="heard")["QueueUrl"]
        asked = sqs.get_queue_attributes(QueueUrl=self._queue, AttributeNames=["QueueArn"])
        arn = asked["Attributes"]["QueueArn"]
        aws.client("sns").subscribe(TopicArn=self.topic, Protocol="sqs", Endpoint=arn)
        self._serve(home)
        self._overdue()
        for properties in self._of_type("AWS::CloudWatch::Alarm"):
            self.cloudwatch.put_metric_alarm(**properties)
        rule = self._resolved(self._resources["AlarmsOver"]["Properties"])
        (target,) = rule["Targets"]
        events = aws.client("events")
        events.put_rule(Name=rule["Name"], EventPattern=json.dumps(rule["EventPattern"]))
        transformer = target["InputTransformer"]
        target = {"Id": "Topic", "Arn": self.topic, "InputTransformer": transformer}
        events.put_targets(Rule=rule["Name"], Targets=[target])

    def _of_type(self, kind: str) -> list[dict[str, Any]]:
        found = (r for r in self._resources.values() if r["Type"] == kind)
        return [self._resolved(resource["Properties"]) for resource in found]

    def _resolved(self, value: Any) -> Any:
        """References to what is made by hand here, by what it is."""
        if isinstance(value, list):
            return [self._resolved(one) for one in value]
        if not isinstance(value, dict):
            return value
        if set(value) == {"Ref"}:
            return self.topic if value["Ref"].startswith("Messages") else self.machine
        if set(value) == {"Fn::GetAtt"}:
            account = self.machine.split(":")[4]
            name = self._resources[value["Fn::GetAtt"][0]]["Properties"].get("AlarmName")
            return f"arn:aws:cloudwatch:{self.aws.region}:{account}:alarm:{name}"
        if set(value) == {"Fn::Join"}:
            return literal(value)
        return {key: self._resolved(one) for key, one in value.items()}

    def _state_machine(self, name: str, definition: Any) -> str:
        text = definition if isinstance(definition, str) else json.dumps(definition)
        made = self.states.create_state_machine(name=name, definition=text, roleArn=self._role)
        return str(made["stateMachineArn"])

    def _overdue(self) -> None:
        (name,) = (n for n in self._resources if n.startswith("OverdueStateMachine") and
                   self._resources[n]["Type"] == "AWS::StepFunctions::StateMachine")  # fmt: skip
        separator, parts = self._resources[name]["Properties"]["DefinitionString"]["Fn::Join"]
        known = {"AWS::Partition": "aws"}
        text = separator.join(
            part if isinstance(part, str) else known.get(part["Ref"], self.machine)
            for part in parts
        )
        self._overdue_machine = self._state_machine(f"{STACK}-overdue", text)

    def measure(self) -> None:
        """As its schedule has it every quarter of an hour."""
        arn = self.states.start_execution(stateMachineArn=self._overdue_machine)["executionArn"]
        until(lambda: self.status(arn) != "RUNNING")
        assert self.status(arn) == "SUCCEEDED", self.states.describe_execution(executionArn=arn)

    def _serve(self, home: Path) -> None:
        serving_image.put(home, SERVE, IMAGE)
        client = self.aws.client("sagemaker")
        client.create_model(
            ModelName="m", ExecutionRoleArn=self._role, PrimaryContainer={"Image": IMAGE}
        )
        variant = {"VariantName": "AllTraffic", "ModelName": "m", "InitialInstanceCount": 1}
        client.create_endpoint_config(
            EndpointConfigName="c", ProductionVariants=[{**variant, "InstanceType": "ml.m5.large"}]
        )
        client.create_endpoint(EndpointName=STACK, EndpointConfigName="c")

        def serves() -> bool:
            found = client.describe_endpoint(EndpointName=STACK)
            return bool(found["EndpointStatus"] == "InService")

        until(serves, seconds=60)

    def ask(self, body: bytes, minutes: int) -> None:
        """Once a minute, each of which has its own point of the metrics."""
        client = self.aws.client("sagemaker-runtime")
        for _ in range(minutes):
            before = self._invocations()
            with suppress(client.exceptions.ModelError):
                client.invoke_endpoint(EndpointName=STACK, Body=body)
            until(lambda before=before: self._invocations() > before)  # type: ignore[misc]
            self.aws.move_clock(MINUTE)

    def _invocations(self) -> float:
        found = self.cloudwatch.get_metric_statistics(
            Namespace="AWS/SageMaker",
            MetricName="Invocations",
            Dimensions=[
                {"Name": "EndpointName", "Value": STACK},
                {"Name": "VariantName", "Value": "AllTraffic"},
            ],
            StartTime=datetime.now(UTC) - timedelta(days=1),
            EndTime=datetime.now(UTC) + timedelta(days=30),
            Period=DAY,
            Statistics=["Sum"],
        )["Datapoints"]
        return float(sum(point["Sum"] for point in found))

    def start(self, **given: int) -> str:
        text = json.dumps(given)
        started = self.states.start_execution(stateMachineArn=self.machine, input=text)
        return str(started["executionArn"])

    def status(self, execution: str) -> str:
        return str(self.states.describe_execution(executionArn=execution)["status"])

    def heard(self, seconds: int = 0) -> list[str]:
        """What the topic was told: subjects of alarms, or the text of what has none."""
        sqs = self.aws.client("sqs")
        found = sqs.receive_message(
            QueueUrl=self._queue, WaitTimeSeconds=seconds, MaxNumberOfMessages=10
        ).get("Messages", [])
        for message in found:
            sqs.delete_message(QueueUrl=self._queue, ReceiptHandle=message["ReceiptHandle"])
        bodies = [json.loads(message["Body"]) for message in found]
        return [str(body.get("Subject") or body["Message"]) for body in bodies]

    def hears(self, *beginnings: str) -> None:
        """These messages and no other, in any order, as time goes on."""
        told: list[str] = []
        for _ in range(15):
            told += self.heard(1)
            if len(told) >= len(beginnings):
                break
            self.aws.move_clock(MINUTE)
        expected = sorted(beginnings)
        assert [one[: len(begin)] for one, begin in zip(sorted(told), expected, strict=True)] == (
            expected
        )


def rings(alarm: str) -> str:
    return f'ALARM: "{STACK}-{alarm}" in '


def is_over(alarm: str) -> str:
    return f'"Alarm {STACK}-{alarm} is over; it began at '


@pytest.fixture(scope="module")
def stack(
    tmp_path_factory: pytest.TempPathFactory, synthesised: Callable[..., dict[str, Any]]
) -> Iterator[Stack]:
    home = tmp_path_factory.mktemp("home")
    template = synthesised(
        {
            "alarms-overlong-hours": "2",
            "alarms-days-without-success": str(DAYS),
            "alarms-latency-milliseconds": "50",
        }
    )
    with EmbeddedAWS(home, options=["--movable-clock"]) as aws:
        yield Stack(aws, home, template)


def test_a_new_stack_says_nothing(stack: Stack) -> None:
    stack.measure()
    stack.ask(b"well", minutes=1)

    def states() -> set[str]:
        alarms = stack.cloudwatch.describe_alarms()["MetricAlarms"]
        return {alarm["StateValue"] for alarm in alarms}

    until(lambda: states() == {"OK"})
    assert stack.heard(1) == []


def test_an_execution_that_fails_rings(stack: Stack) -> None:
    execution = stack.start()
    until(lambda: stack.status(execution) == "FAILED")
    stack.hears(rings("ExecutionFailed"))


def test_errors_and_slow_answers_of_the_endpoint_ring_and_are_over(stack: Stack) -> None:
    stack.ask(b"ailing", minutes=3)
    ailing = ("EndpointErrors", "EndpointLatency")
    stack.hears(*map(rings, ailing))
    stack.hears(*map(is_over, ailing))


def test_an_execution_that_takes_too_long_rings_while_it_runs(stack: Stack) -> None:
    execution = stack.start(seconds=3 * HOUR)
    stack.measure()
    stack.aws.move_clock(2 * HOUR + MINUTE)
    stack.measure()
    stack.hears(rings("ExecutionOverlong"))
    assert stack.status(execution) == "RUNNING"
    stack.aws.move_clock(HOUR)
    until(lambda: stack.status(execution) == "SUCCEEDED")
    stack.measure()


def test_more_days_than_an_alarm_looks_back_without_a_success_ring_and_one_ends_it(
    stack: Stack,
) -> None:
    for _ in range(3):
        stack.aws.move_clock((DAYS - 1) * DAY // 3)
        stack.measure()
    stack.heard(1)  # whatever rang while nobody measured for days
    stack.aws.move_clock(DAY + HOUR)
    for _ in range(4):
        stack.measure()
        stack.aws.move_clock(HOUR)
    stack.heard(1)
    stack.measure()
    (alarm,) = stack.cloudwatch.describe_alarms(AlarmNames=[f"{STACK}-NoSuccess"])["MetricAlarms"]
    assert alarm["StateValue"] == "ALARM"
    success = stack.start(seconds=0)
    until(lambda: stack.status(success) == "SUCCEEDED")
    stack.measure()
    stack.hears(is_over("NoSuccess"))
