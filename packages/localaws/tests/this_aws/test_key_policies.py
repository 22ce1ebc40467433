"""What a key's policy lets somebody do."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.this_aws.key_policies import allows

ACCOUNT = "123456789012"
ROOT = f"arn:aws:iam::{ACCOUNT}:root"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/trains"


def allow(principal: Any, action: Any = "kms:*", **more: Any) -> dict[str, Any]:
    return {
        "Effect": "Allow",
        "Principal": principal,
        "Action": action,
        "Resource": "*",
        **more,
    }


DENY = allow("*", "kms:Decrypt") | {"Effect": "Deny"}
ONLY_IF = {"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}


@pytest.mark.parametrize(
    ("statements", "principal", "allowed"),
    [
        ([allow({"AWS": ROOT})], None, True),
        ([allow({"AWS": ROOT})], ROLE, True),  # left to IAM policies
        ([allow({"AWS": ROLE})], ROLE, True),
        ([allow({"AWS": [ROLE]}, ["kms:decrypt"])], ROLE, True),
        ([allow({"AWS": f"{ROLE}-other"})], ROLE, False),
        ([allow({"AWS": f"{ROLE}-other"})], None, True),  # who it is, nobody knows
        ([allow({"Service": "sns.amazonaws.com"})], "sns.amazonaws.com", True),
        ([allow({"AWS": ROOT}, "kms:Describe*")], None, False),
        ([allow({"AWS": ROOT}), DENY], None, False),
        ([allow({"AWS": ROOT}), DENY | {"Condition": ONLY_IF}], None, True),
        ([allow({"AWS": ROOT}, Condition=ONLY_IF)], None, True),
        ([allow({"AWS": ROOT}), DENY | {"Principal": {"AWS": ROLE}}], None, True),
        ([allow({"AWS": ROOT}), DENY | {"Principal": {"AWS": ROLE}}], ROLE, False),
        ([], None, False),
    ],
)
def test_a_policy_allows_what_it_says(
    statements: list[Any], principal: str | None, allowed: bool
) -> None:
    policy = json.dumps({"Version": "2012-10-17", "Statement": statements})
    assert allows(policy, "kms:Decrypt", ACCOUNT, principal) is allowed


def test_a_single_statement_and_all_actions_but_some() -> None:
    statement = allow("*")
    del statement["Action"]
    policy = json.dumps({"Statement": statement | {"NotAction": "kms:Encrypt"}})
    assert allows(policy, "kms:Decrypt", ACCOUNT)
    assert not allows(policy, "kms:Encrypt", ACCOUNT)


@given(st.text() | st.recursive(st.none() | st.text(), st.lists).map(json.dumps))
def test_what_is_no_policy_allows_nothing(text: str) -> None:
    assert not allows(text, "kms:Decrypt", ACCOUNT)
