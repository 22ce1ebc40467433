"""Formats that models leave open."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance.rules import formats

TOPIC = "arn:aws:sns:us-east-1:123456789012:"


@pytest.mark.parametrize("name", ["t", "a_b-c.fifo", "x" * 256])
def test_a_topic_is_named_by_its_arn(name: str) -> None:
    formats.check("sns", "Publish", {"TopicArn": TOPIC + name})


@pytest.mark.parametrize(
    ("arn", "said"),
    [
        (TOPIC + "x" * 257, "that of a topic$"),
        (TOPIC + "a:b", "with 6 parts, not 7"),
        ("topic", "with 6 parts, not 1"),
        (TOPIC.replace("123456789012", "12345678901") + "t", "that of a topic$"),
    ],
)
def test_and_by_nothing_else(arn: str, said: str) -> None:
    with pytest.raises(Refusal, match=said):
        formats.check("sns", "Publish", {"TopicArn": arn})


@pytest.mark.parametrize(
    "given",
    [
        {"Bucket": "b"},
        {"Bucket": "A" * 255},
        {"CopySource": "/bucket/a/key?versionId=1"},
        {"CopySource": "bucket%2Fkey"},
        {"GrantRead": 'id="1", uri=http://acs.amazonaws.com/groups/global/AllUsers'},
        {"GrantWrite": "emailAddress = a@b"},
    ],
)
def test_s3_takes_these(given: dict[str, Any]) -> None:
    formats.check("s3", "CopyObject", given)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"Bucket": ""}, "InvalidBucketName"),
        ({"Bucket": "A" * 256}, "InvalidBucketName"),
        ({"Bucket": "a/b"}, "InvalidBucketName"),
        ({"CopySource": "bucket"}, "InvalidArgument"),
        ({"CopySource": "/bucket/"}, "InvalidArgument"),
        ({"CopySource": "https://bucket/key"}, "InvalidArgument"),
        ({"GrantRead": "id=1,everybody"}, "InvalidArgument"),
        ({"GrantRead": "id="}, "InvalidArgument"),
    ],
)
def test_and_refuses_these(given: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refused:
        formats.check("s3", "CopyObject", given)
    assert refused.value.code == code


def test_a_linked_role_is_for_a_service_of_aws() -> None:
    for name in ("es.amazonaws.com", "a.b.amazonaws.com.cn"):
        formats.check("iam", "CreateServiceLinkedRole", {"AWSServiceName": name})
    for name in ("amazonaws.com", "es.amazonaws.com.evil", "a..amazonaws.com"):
        with pytest.raises(Refusal, match="is not that of a service"):
            formats.check("iam", "CreateServiceLinkedRole", {"AWSServiceName": name})


def test_a_parameter_has_a_name_of_levels() -> None:
    arn = "arn:aws:ssm:us-east-1:123456789012:parameter/a/b"
    for name in ("/a/b", "a.b_c-d", arn):
        formats.check("ssm", "PutParameter", {"Name": name})
    for name in ("a b", "", arn.replace("ssm", "sns")):
        with pytest.raises(Refusal, match="can only contain"):
            formats.check("ssm", "PutParameter", {"Name": name})


def test_a_table_has_a_name_or_an_arn() -> None:
    for name in ("t", "a_b.c-d", "arn:aws:dynamodb:us-east-1:123456789012:table/t"):
        formats.check("dynamodb", "PutItem", {"TableName": name})
    for name in ("/t", "a b", "é"):
        with pytest.raises(Refusal, match="Member must satisfy regular expression pattern"):
            formats.check("dynamodb", "PutItem", {"TableName": name})
