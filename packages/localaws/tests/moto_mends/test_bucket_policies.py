"""Statements with a condition are not judged; the others are."""

from __future__ import annotations

import json

import pytest
from moto.iam.access_control import PermissionResult

from localaws.moto_mends.bucket_policies import unconditional

DENY = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*"}
NO_TLS = {**DENY, "Condition": {"Bool": {"aws:SecureTransport": "false"}}}


@pytest.mark.parametrize(
    ("statements", "result"),
    [
        ([NO_TLS], PermissionResult.NEUTRAL),
        (NO_TLS, PermissionResult.NEUTRAL),  # a single statement needs no list
        ([NO_TLS, DENY], PermissionResult.DENIED),
        (DENY, PermissionResult.DENIED),
        ([{**DENY, "Condition": {}}], PermissionResult.DENIED),
    ],
)
def test_only_statements_without_a_condition_count(
    statements: object, result: PermissionResult
) -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements}).encode()
    assert unconditional(policy).is_action_permitted("s3:GetObject", "arn:aws:s3:::b/k") == result
