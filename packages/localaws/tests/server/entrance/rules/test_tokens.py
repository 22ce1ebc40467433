"""Tokens of pagination that were never given out."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.server.entrance.rules import tokens

STACK = "arn:aws:cloudformation:us-east-1:123456789012:stack/name/id"


@pytest.mark.parametrize("token", ["", "0", "100", "9" * 9])
def test_a_number_may_have_been_given_out(token: str) -> None:
    tokens.check("iam", "ListUsers", {"Marker": token})
    tokens.check("ssm", "DescribeParameters", {"NextToken": token})


@pytest.mark.parametrize("token", ["next", "-1", "1.0", "9" * 10, "１", " 1"])
def test_nothing_else_was(token: str) -> None:
    with pytest.raises(Refusal, match="Invalid Marker"):
        tokens.check("iam", "ListUsers", {"Marker": token})


def test_an_operation_without_numbers_takes_any_token() -> None:
    tokens.check("logs", "DescribeLogGroups", {"NextToken": "next"})


@pytest.mark.parametrize("given", [{}, {"NextToken": STACK}])
def test_stacks_go_on_after_a_stack(given: dict[str, Any]) -> None:
    tokens.check("cloudformation", "DescribeStacks", given)


@pytest.mark.parametrize("token", ["", "7", STACK.replace("stack", "changeSet"), "x" + STACK])
def test_and_after_nothing_else(token: str) -> None:
    with pytest.raises(Refusal, match="NextToken is invalid"):
        tokens.check("cloudformation", "DescribeStacks", {"NextToken": token})


def test_instances_have_no_second_page() -> None:
    tokens.check("ec2", "DescribeInstances", {"NextToken": ""})
    with pytest.raises(Refusal, match="not valid"):
        tokens.check("ec2", "DescribeInstances", {"NextToken": "1"})
