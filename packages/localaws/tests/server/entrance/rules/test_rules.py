"""What AWS refuses and no model says: each rule with what passes and what does not."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance import rules

TOPIC = "arn:aws:sns:us-east-1:123456789012:told"
BUCKET = {"Bucket": "bucket"}


@pytest.mark.parametrize(
    ("asked", "parameters"),
    [
        ("sns:GetTopicAttributes", {"TopicArn": TOPIC}),
        ("s3:CopyObject", BUCKET | {"Key": "k", "CopySource": "other/key"}),
        ("iam:CreateServiceLinkedRole", {"AWSServiceName": "sagemaker.amazonaws.com"}),
        ("ssm:PutParameter", {"Name": "/stepline/ner/last.run_1-a", "Value": "x"}),
        ("sqs:CreateQueue", {"QueueName": "q", "Attributes": {"VisibilityTimeout": "30"}}),
        ("sqs:SetQueueAttributes", {"QueueUrl": "u", "Attributes": {"Policy": ""}}),
        ("events:PutRule", {"Name": "r", "EventPattern": '{"source": ["a"]}'}),
        ("s3:PutBucketPolicy", BUCKET | {"Policy": "{}"}),
        ("s3:PutBucketAcl", BUCKET | {"GrantRead": "id=1"}),
        ("s3:PutPublicAccessBlock", BUCKET | {"PublicAccessBlockConfiguration": {"a": True}}),
        ("iam:ListUsers", {"Marker": "100"}),
        ("stepfunctions:ListExecutions", {"stateMachineArn": "arn"}),
        ("ec2:DescribeInstances", {}),
        ("cloudformation:DescribeStacks", {}),
    ],
)
def test_what_the_service_takes_passes(asked: str, parameters: dict[str, Any]) -> None:
    service, _, operation = asked.partition(":")
    rules.check(service, operation, parameters)


@pytest.mark.parametrize(
    ("asked", "parameters", "code"),
    [
        ("sns:GetTopicAttributes", {"TopicArn": TOPIC + ":more"}, "InvalidParameter"),
        ("s3:ListObjects", {"Bucket": "a b"}, "InvalidBucketName"),
        ("iam:CreateServiceLinkedRole", {"AWSServiceName": "example.com"}, "InvalidInput"),
        ("ssm:PutParameter", {"Name": "arn:aws:states:x", "Value": "x"}, "ValidationException"),
        (
            "sqs:SetQueueAttributes",
            {"QueueUrl": "u", "Attributes": {"DelaySeconds": "soon"}},
            "InvalidAttributeValue",
        ),
        (
            "sqs:CreateQueue",
            {"QueueName": "q", "Attributes": {"RedrivePolicy": "[]"}},
            "InvalidAttributeValue",
        ),
        (
            "sqs:SetQueueAttributes",
            {"QueueUrl": "u", "Attributes": {"QueueArn": "arn"}},
            "InvalidAttributeName",
        ),
        ("events:PutRule", {"Name": "r", "EventPattern": "[]"}, "InvalidEventPatternException"),
        ("s3:PutBucketPolicy", BUCKET | {"Policy": "x"}, "MalformedPolicy"),
        ("s3:PutBucketAcl", BUCKET, "MissingSecurityHeader"),
        ("s3:PutObjectRetention", BUCKET, "MissingRequestBodyError"),
        (
            "s3:PutBucketEncryption",
            BUCKET | {"ServerSideEncryptionConfiguration": {"Rules": [{}, {}]}},
            "MalformedXML",
        ),
        ("iam:ListUsers", {"Marker": "next"}, "ValidationError"),
        ("stepfunctions:ListExecutions", {}, "ValidationException"),
        ("ec2:DescribeInstances", {"NextToken": "7"}, "InvalidNextToken"),
        ("cloudformation:DescribeStacks", {"NextToken": "7"}, "ValidationError"),
    ],
)
def test_what_it_refuses_is_refused_in_its_words(
    asked: str, parameters: dict[str, Any], code: str
) -> None:
    service, _, operation = asked.partition(":")
    with pytest.raises(Refusal) as refused:
        rules.check(service, operation, parameters)
    assert refused.value.code == code
