"""Buses, connections, API destinations and groups of schedules: made, changed where they are, and at work."""

from __future__ import annotations

import json
import threading
import urllib.request
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest

from ...cloud import Cloud, outputs
from ...waiting import until
from ..functions import function

SERVICES = ("events", "states", "scheduler", "lambda")
TRUST = {
    "Statement": {
        "Effect": "Allow",
        "Principal": {"Service": [f"{name}.amazonaws.com" for name in SERVICES]},
        "Action": "sts:AssumeRole",
    }
}


class Endpoint(HTTPServer):
    """An HTTP endpoint of this machine that remembers what it was asked."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Remembers)
        self.asked: list[tuple[str, str, dict[str, str], str]] = []
        self.url = f"http://127.0.0.1:{self.server_port}"


class _Remembers(BaseHTTPRequestHandler):
    server: Endpoint

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.asked.append((self.command, self.path, headers, body))
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        """Nothing of it is logged."""


@pytest.fixture
def endpoint() -> Iterator[Endpoint]:
    endpoint = Endpoint()
    thread = threading.Thread(target=endpoint.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield endpoint
    endpoint.shutdown()
    thread.join()
    endpoint.server_close()


def connection(password: str) -> dict[str, Any]:
    basic = {"BasicAuthParameters": {"Username": "user", "Password": password}}
    properties = {"Name": "webhook", "AuthorizationType": "BASIC", "AuthParameters": basic}
    return {"Type": "AWS::Events::Connection", "Properties": properties}


def destination(url: str) -> dict[str, Any]:
    properties = {
        "ConnectionArn": {"Fn::GetAtt": "Connection.Arn"},
        "HttpMethod": "POST",
        "InvocationEndpoint": url,
    }
    return {"Type": "AWS::Events::ApiDestination", "Properties": properties}


def webhook(url: str, password: str) -> dict[str, Any]:
    """A rule that posts to a URL."""
    return {
        "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "Connection": connection(password),
        "Destination": destination(url),
        "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "EventPattern": {"source": ["webhook"]},
                "Targets": [
                    {
                        "Id": "T",
                        "Arn": {"Fn::GetAtt": "Destination.Arn"},
                        "RoleArn": {"Fn::GetAtt": "Role.Arn"},
                        "InputPath": "$.detail",
                        "HttpParameters": {
                            "PathParameterValues": ["$.detail.id"],
                            "QueryStringParameters": {"from": "rule"},
                            "HeaderParameters": {"X-Kind": "$.detail-type"},
                        },
                    }
                ],
            },
        },
    }


def test_a_bus_keeps_its_rules_when_it_is_changed(cloud: Cloud) -> None:
    def bus(**properties: Any) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"}
        return {
            "Bus": {
                "Type": "AWS::Events::EventBus",
                "Properties": {"Name": "orders", **properties},
            },
            "Policy": {
                "Type": "AWS::Events::EventBusPolicy",
                "Properties": {
                    "EventBusName": {"Ref": "Bus"},
                    "StatementId": "others",
                    "Statement": {**statement, "Principal": {"AWS": "111122223333"}},
                },
            },
            "Rule": {
                "Type": "AWS::Events::Rule",
                "Properties": {
                    "EventBusName": {"Ref": "Bus"},
                    "EventPattern": {"source": ["shop"]},
                },
            },
        }

    told = {name: {"Value": {"Fn::GetAtt": f"Bus.{name}"}} for name in ("Arn", "Name")}
    before = cloud.deploy("bus", bus(), Outputs=told)
    tags = [{"Key": "stage", "Value": "dev"}]
    after = cloud.deploy("bus", bus(Description="all of them", Tags=tags), Outputs=told)
    assert outputs(before) == outputs(after)
    events = cloud.aws.client("events")
    shown = events.describe_event_bus(Name="orders")
    assert shown["Description"] == "all of them"
    (statement,) = json.loads(shown["Policy"])["Statement"]
    assert statement["Sid"] == "others"
    assert len(events.list_rules(EventBusName="orders")["Rules"]) == 1
    assert tags[0] in events.list_tags_for_resource(ResourceARN=shown["Arn"])["Tags"]
    cloud.stacks.delete_stack(StackName="bus")
    assert "orders" not in [each["Name"] for each in events.list_event_buses()["EventBuses"]]


def test_a_rule_posts_to_an_endpoint_of_this_machine(cloud: Cloud, endpoint: Endpoint) -> None:
    told = {"Arn": {"Value": {"Fn::GetAtt": "Connection.Arn"}}}
    before = cloud.deploy("webhook", webhook(f"{endpoint.url}/*/in", "first"), Outputs=told)
    assert before["StackStatus"] == "CREATE_COMPLETE", cloud.reasons("webhook")
    after = cloud.deploy("webhook", webhook(f"{endpoint.url}/*/in", "second"), Outputs=told)
    assert outputs(before) == outputs(after)
    entry = {"Source": "webhook", "DetailType": "order", "Detail": '{"id": "a b"}'}
    cloud.aws.client("events").put_events(Entries=[entry])
    method, path, headers, body = until(lambda: endpoint.asked)[0]
    assert (method, path, json.loads(body)) == ("POST", "/a%20b/in?from=rule", {"id": "a b"})
    assert headers["authorization"] == "Basic dXNlcjpzZWNvbmQ="  # user:second
    assert headers["x-kind"] == "order"
    calls = {
        "Type": "Task",
        "Resource": "arn:aws:states:::http:invoke",
        "Parameters": {
            "ApiEndpoint": endpoint.url,
            "Method": "POST",
            "Authentication": {"ConnectionArn": outputs(after)["Arn"]},
        },
    }
    assert cloud.output(calls)["StatusCode"] == 200
    assert endpoint.asked[-1][2]["authorization"] == "Basic dXNlcjpzZWNvbmQ="
    cloud.stacks.delete_stack(StackName="webhook")


def test_what_a_rule_posts_to_anybody_else_is_in_the_outbox_without_secrets(cloud: Cloud) -> None:
    deployed = cloud.deploy("outside", webhook("https://hooks.example.com/*", "secret"))
    assert deployed["StackStatus"] == "CREATE_COMPLETE", cloud.reasons("outside")
    entry = {"Source": "webhook", "DetailType": "order", "Detail": '{"id": "7"}'}
    cloud.aws.client("events").put_events(Entries=[entry])

    def messages() -> Any:
        with urllib.request.urlopen(f"{cloud.aws.endpoint}/_localaws/outbox") as answer:
            every = json.load(answer)["messages"]
        return [each for each in every if each["to"] == ["https://hooks.example.com/7?from=rule"]]

    (message,) = until(messages)
    assert message["headers"]["authorization"] == "***"
    assert json.loads(message["body"]) == {"id": "7"}
    cloud.stacks.delete_stack(StackName="outside")


def test_a_group_of_schedules_is_deleted_with_them(cloud: Cloud) -> None:
    def group(stage: str) -> dict[str, Any]:
        tags = [{"Key": "stage", "Value": stage}]
        return {
            "Group": {
                "Type": "AWS::Scheduler::ScheduleGroup",
                "Properties": {"Name": "nights", "Tags": tags},
            }
        }

    told = {name: {"Value": {"Fn::GetAtt": f"Group.{name}"}} for name in ("Arn", "State")}
    before = cloud.deploy("group", group("dev"), Outputs=told)
    after = cloud.deploy("group", group("prod"), Outputs=told)
    assert outputs(before) == outputs(after)
    assert outputs(after)["State"] == "ACTIVE"
    scheduler = cloud.aws.client("scheduler")
    tags = scheduler.list_tags_for_resource(ResourceArn=outputs(after)["Arn"])["Tags"]
    assert {"Key": "stage", "Value": "prod"} in tags
    cloud.stacks.delete_stack(StackName="group")
    names = [each["Name"] for each in scheduler.list_schedule_groups()["ScheduleGroups"]]
    assert names == ["default"]


def test_a_function_is_invoked_by_a_rule_that_it_lets_in_and_by_a_schedule(cloud: Cloud) -> None:
    says = "def handler(event, context):\n    print('GOT', event['source'], event['resources'])\n"
    target = {"Id": "f", "Arn": {"Fn::GetAtt": "F.Arn"}}
    dead = {"DeadLetterConfig": {"Arn": {"Fn::GetAtt": "Dead.Arn"}}}
    pattern = {"EventPattern": {"source": ["to-a-function"]}}

    def rule(**more: Any) -> dict[str, Any]:
        properties = {**pattern, "Targets": [{**target, **dead}], **more}
        return {"Type": "AWS::Events::Rule", "Properties": properties}

    resources = {
        "R": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}},
        "F": function(says, FunctionName="told"),
        "Dead": {"Type": "AWS::SQS::Queue"},
        "Let": rule(Name="let-in"),
        "NotLet": rule(Name="not-let-in"),
        "Permission": {
            "Type": "AWS::Lambda::Permission",
            "Properties": {
                "FunctionName": {"Ref": "F"},
                "Action": "lambda:InvokeFunction",
                "Principal": "events.amazonaws.com",
                "SourceArn": {"Fn::GetAtt": "Let.Arn"},
            },
        },
        "Schedule": {
            "Type": "AWS::Scheduler::Schedule",
            "Properties": {
                "Name": "told",
                "ScheduleExpression": "rate(1 day)",
                "FlexibleTimeWindow": {"Mode": "OFF"},
                "Target": {
                    "Arn": {"Fn::GetAtt": "F.Arn"},
                    "RoleArn": {"Fn::GetAtt": "R.Arn"},
                },
            },
        },
    }
    stack = cloud.deploy("told", resources, Outputs={"Dead": {"Value": {"Ref": "Dead"}}})
    assert stack["StackStatus"] == "CREATE_COMPLETE", cloud.reasons("told")
    entry = {"Source": "to-a-function", "DetailType": "T", "Detail": "{}"}
    cloud.aws.client("events").put_events(Entries=[entry])
    received = cloud.aws.client("sqs").receive_message(
        QueueUrl=outputs(stack)["Dead"], MessageAttributeNames=["All"]
    )
    (letter,) = received["Messages"]
    assert letter["MessageAttributes"]["ERROR_CODE"]["StringValue"] == "NO_PERMISSIONS"
    assert letter["MessageAttributes"]["RULE_ARN"]["StringValue"].endswith("/not-let-in")
    logs = cloud.aws.client("logs")

    def told() -> Any:
        try:
            events = logs.filter_log_events(logGroupName="/aws/lambda/told")["events"]
        except logs.exceptions.ResourceNotFoundException:
            return None
        lines = sorted(each["message"] for each in events if "GOT" in each["message"])
        return lines if len(lines) == 2 else None

    by_schedule, by_rule = until(told)
    assert "aws.scheduler" in by_schedule
    assert ":schedule/default/told" in by_schedule
    assert "to-a-function" in by_rule
    cloud.stacks.delete_stack(StackName="told")


def test_a_schedule_calls_any_operation_that_is_offered(cloud: Cloud) -> None:
    def calls(operation: str, **members: Any) -> dict[str, Any]:
        target = {
            "Arn": f"arn:aws:scheduler:::aws-sdk:{operation}",
            "RoleArn": {"Fn::GetAtt": "Role.Arn"},
            "Input": json.dumps(members),
        }
        properties = {
            "ScheduleExpression": "rate(1 day)",
            "FlexibleTimeWindow": {"Mode": "OFF"},
            "Target": target,
        }
        return {"Type": "AWS::Scheduler::Schedule", "Properties": properties}

    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
    value = "<aws.scheduler.scheduled-time> <aws.scheduler.attempt-number>"
    sets = calls("ssm:putParameter", Name="/by-schedule", Value=value, Type="String")
    stack = cloud.deploy("universal", {"Role": role, "S": sets})
    assert stack["StackStatus"] == "CREATE_COMPLETE", cloud.reasons("universal")
    ssm = cloud.aws.client("ssm")
    found = until(lambda: ssm.get_parameters(Names=["/by-schedule"])["Parameters"])
    assert found[0]["Value"].endswith("Z 1")
    refused = cloud.deploy("universal-not", {"Role": role, "S": calls("ec2:startInstances")})
    assert refused["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("ec2:StartInstances" in reason for reason in cloud.reasons("universal-not"))
    cloud.stacks.delete_stack(StackName="universal")
