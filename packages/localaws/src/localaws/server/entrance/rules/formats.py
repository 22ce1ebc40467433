"""The formats of values that models call plain strings: ARNs, names of buckets, grants."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from localaws.protocols.refusal import Refusal

_TOPIC = re.compile(r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_.-]{1,256}")
_TABLE = re.compile(r"[a-zA-Z0-9_.-]+")
_BUCKET = re.compile(r"[A-Za-z0-9._-]{1,255}")
_GRANTEE = re.compile(r'(?i)(id|uri|emailaddress)\s*=\s*"?[^"]+"?')
_PARAMETER = re.compile(r"(arn:aws[a-z-]*:ssm:[a-z0-9-]+:\d{12}:parameter)?[A-Za-z0-9_.\-/]+")
_SERVICE = re.compile(r"[A-Za-z0-9_+=,@-]+(\.[A-Za-z0-9_+=,@-]+)*\.amazonaws\.com(\.cn)?")


def check(service: str, operation: str, parameters: dict[str, Any]) -> None:
    """Refuse a value that its service cannot take apart."""
    if service == "sns" and "TopicArn" in parameters:
        _topic(parameters["TopicArn"])
    elif service == "dynamodb" and "TableName" in parameters:
        _table(parameters["TableName"])
    elif service == "s3":
        _s3(parameters)
    elif service == "iam" and operation == "CreateServiceLinkedRole":
        _service_name(parameters["AWSServiceName"])
    elif service == "ssm" and operation == "PutParameter":
        _parameter(parameters["Name"])


def _topic(arn: str) -> None:
    if not _TOPIC.fullmatch(arn):
        raise Refusal(
            "InvalidParameter", f"Invalid parameter: TopicArn Reason: An ARN must be {_an_arn(arn)}"
        )


def _an_arn(arn: str) -> str:
    parts = arn.count(":") + 1
    return f"that of a topic, with 6 parts, not {parts}" if parts != 6 else "that of a topic"


def _table(name: str) -> None:
    if not _TABLE.fullmatch(name) and not name.startswith("arn:"):
        raise Refusal(
            "ValidationException",
            f"1 validation error detected: Value '{name}' at 'tableName' failed to satisfy constraint: "
            f"Member must satisfy regular expression pattern: {_TABLE.pattern}",
        )


def _s3(parameters: dict[str, Any]) -> None:
    bucket = parameters.get("Bucket")
    if isinstance(bucket, str) and not _BUCKET.fullmatch(bucket):
        raise Refusal("InvalidBucketName", "The specified bucket is not valid.")
    source = parameters.get("CopySource")
    if isinstance(source, str) and not _has_bucket_and_key(source):
        raise Refusal(
            "InvalidArgument",
            "Copy Source must mention the source bucket and key: sourcebucket/sourcekey",
        )
    for name, value in parameters.items():
        if name.startswith("Grant") and isinstance(value, str):
            for grantee in value.split(","):
                if not _GRANTEE.fullmatch(grantee.strip()):
                    raise Refusal("InvalidArgument", "Argument format not recognized")


def _has_bucket_and_key(source: str) -> bool:
    bucket, _, key = unquote(source.partition("?")[0]).lstrip("/").partition("/")
    return bool(bucket and key) and "://" not in source


def _service_name(name: str) -> None:
    if not _SERVICE.fullmatch(name):
        raise Refusal("InvalidInput", f"Service role name {name} is not that of a service of AWS.")


def _parameter(name: str) -> None:
    if not _PARAMETER.fullmatch(name):
        raise Refusal(
            "ValidationException",
            "Parameter name: can only contain a mix of letters, numbers and the following 3 symbols "
            ".-_, divided by slashes into levels",
        )
