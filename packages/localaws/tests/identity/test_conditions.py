"""Conditions of statements."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.identity.conditions import met

GIVEN = {
    "aws:username": ["ann"],
    "aws:tagkeys": ["team", "stage"],
    "s3:max-keys": ["10"],
    "aws:currenttime": ["2026-03-01T12:00:00Z"],
    "aws:sourceip": ["10.1.2.3"],
    "aws:sourcearn": ["arn:aws:s3:::bucket"],
    "aws:securetransport": ["true"],
}


@pytest.mark.parametrize(
    ("operator", "key", "wanted", "holds"),
    [
        ("StringEquals", "aws:username", "ann", True),
        ("StringEquals", "aws:userName", ["bob", "ann"], True),
        ("StringEquals", "aws:username", "Ann", False),
        ("StringEqualsIgnoreCase", "aws:username", "Ann", True),
        ("StringNotEquals", "aws:username", "ann", False),
        ("StringNotEquals", "aws:username", "bob", True),
        ("StringLike", "aws:username", "a?n*", True),
        ("StringNotLike", "aws:username", "a*", False),
        ("NumericLessThanEquals", "s3:max-keys", "10", True),
        ("NumericGreaterThan", "s3:max-keys", 10, False),
        ("NumericEquals", "aws:username", "10", False),
        ("DateGreaterThan", "aws:CurrentTime", "2026-03-01T00:00:00Z", True),
        ("DateLessThan", "aws:CurrentTime", "1767225600", False),
        ("IpAddress", "aws:SourceIp", "10.0.0.0/8", True),
        ("NotIpAddress", "aws:SourceIp", "10.0.0.0/8", False),
        ("ArnLike", "aws:SourceArn", "arn:aws:s3:*:*:buck*", True),
        ("ArnLike", "aws:SourceArn", "arn:aws:*:bucket", False),
        ("Bool", "aws:SecureTransport", True, True),
        ("Null", "aws:username", "false", True),
        ("Null", "aws:mfa", "true", True),
        ("ForAllValues:StringEquals", "aws:TagKeys", ["team", "stage", "x"], True),
        ("ForAllValues:StringEquals", "aws:TagKeys", ["team"], False),
        ("ForAnyValue:StringEquals", "aws:TagKeys", ["team"], True),
        ("ForAnyValue:StringEquals", "aws:none", ["team"], False),
        ("ForAllValues:StringEquals", "aws:none", ["team"], True),
        ("StringEqualsIfExists", "aws:none", "x", True),
        ("StringEquals", "aws:none", "x", False),
        ("StringNotEquals", "aws:none", "x", True),
        ("NoSuchOperator", "aws:username", "ann", False),
    ],
)
def test_a_condition(operator: str, key: str, wanted: Any, holds: bool) -> None:
    assert met({operator: {key: wanted}}, GIVEN)[0] is holds


def test_all_conditions_of_a_block_have_to_hold() -> None:
    block = {"StringEquals": {"aws:username": "ann", "aws:none": "x"}, "Bool": {"aws:mfa": "true"}}
    assert met(block, GIVEN) == (False, {"aws:none", "aws:mfa"})
