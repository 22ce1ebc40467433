"""Requests that ask an offered operation for what is not done."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.offer import refusal_of

ROLE = "arn:aws:iam::123456789012:role/r"
MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
QUEUE = "arn:aws:sqs:us-east-1:123456789012:q"
TOPIC = "arn:aws:sns:us-east-1:123456789012:t"
STREAM = "arn:aws:kinesis:us-east-1:123456789012:stream/s"
FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:f"


def targets(*arns: str) -> dict[str, Any]:
    return {"Rule": "r", "Targets": [{"Id": arn[-1], "Arn": arn} for arn in arns]}


def schedule(arn: str) -> dict[str, Any]:
    return {"Name": "s", "Target": {"Arn": arn, "RoleArn": ROLE}}


@pytest.mark.parametrize(
    ("called", "parameters", "says"),
    [
        (
            "sns:Subscribe",
            {"TopicArn": "t", "Protocol": "application"},
            "Protocol=application is not supp",
        ),
        ("sns:Publish", {"TargetArn": "arn:aws:sns:r:a:endpoint/GCM/x", "Message": "m"}, "device"),
        ("events:PutTargets", targets(MACHINE, STREAM), STREAM),
        ("events:PutTargets", targets(f"{TOPIC}.fifo"), "no FIFO ones"),
        ("events:PutEvents", {"Entries": [], "EndpointId": "abcde.veo"}, "EndpointId=abcde.veo"),
        ("scheduler:CreateSchedule", schedule(STREAM), "Schedules call functions"),
        ("kms:CreateKey", {"Origin": "EXTERNAL"}, "Origin=EXTERNAL"),
        ("kms:CreateKey", {"KeySpec": "RSA_2048"}, "Symmetric keys encrypt"),
        ("kms:CreateKey", {"KeyUsage": "KEY_AGREEMENT", "KeySpec": "ECC_NIST_P256"}, "AGREEMENT"),
        ("kms:Sign", {"MessageType": "DIGEST"}, "MessageType=DIGEST"),
        (
            "lambda:CreateEventSourceMapping",
            {"EventSourceArn": "arn:aws:kinesis:us-east-1:1:stream/s", "FunctionName": "f"},
            "Functions read SQS queues",
        ),
        ("lambda:UpdateEventSourceMapping", {"ProvisionedPollerConfig": {"a": 1}}, "Provisioned"),
        ("lambda:CreateFunctionUrlConfig", {"InvokeMode": "RESPONSE_STREAM"}, "RESPONSE_STREAM"),
        (
            "dynamodb:CreateTable",
            {"TableName": "t", "StreamSpecification": {"StreamEnabled": True}},
            "StreamSpecification.StreamEnabled",
        ),
        ("glue:StartJobRun", {"JobName": "j"}, "No Glue job"),
    ],
)
def test_it_is_refused_with_what_it_asked_for(
    called: str, parameters: dict[str, Any], says: str
) -> None:
    sentence = refusal_of(*called.split(":"), parameters)
    assert sentence is not None
    assert sentence.startswith(called)
    assert "is not supported by this embedded AWS." in sentence
    assert says in sentence


@pytest.mark.parametrize(
    ("called", "parameters"),
    [
        ("sns:Subscribe", {"TopicArn": "t", "Protocol": "sqs", "Endpoint": QUEUE}),
        ("sns:Publish", {"TopicArn": "arn:aws:sns:us-east-1:123456789012:t", "Message": "m"}),
        ("events:PutTargets", targets(MACHINE, QUEUE, FUNCTION, TOPIC)),
        ("events:PutTargets", targets("arn:aws:logs:us-east-1:123456789012:log-group:/g")),
        ("events:PutTargets", targets("arn:aws:events:us-east-1:123456789012:event-bus/b")),
        ("scheduler:UpdateSchedule", schedule(MACHINE)),
        ("scheduler:UpdateSchedule", schedule(FUNCTION)),
        (
            "scheduler:CreateSchedule",
            schedule("arn:aws:scheduler:::aws-sdk:sfn:startExecution"),
        ),
        ("kms:CreateKey", {"Origin": "AWS_KMS"}),
        ("kms:CreateKey", {}),
        ("kms:CreateKey", {"KeyUsage": "SIGN_VERIFY", "KeySpec": "RSA_2048"}),
        ("kms:Sign", {"MessageType": "RAW"}),
        ("dynamodb:CreateTable", {"StreamSpecification": {"StreamEnabled": False}}),
        ("ecr:CreateRepository", {"imageScanningConfiguration": {"scanOnPush": False}}),
        ("s3:GetObject", {"Bucket": "b", "Key": "k"}),
    ],
)
def test_what_is_done_is_not_refused(called: str, parameters: dict[str, Any]) -> None:
    assert refusal_of(*called.split(":"), parameters) is None
