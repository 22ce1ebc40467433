"""Who else may invoke a function."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.functions.function import Code, Configuration, Function
from localaws.functions.policies import allows, statement

RULE = "arn:aws:events:eu-west-1:000000000000:rule/nightly"
EVENTS = "events.amazonaws.com"
FUNCTION = Function("greet", "arn:f", Configuration("r", Code("1" * 64, 1)))


def allowing(**request: str) -> Function:
    asked = {"StatementId": "s", "Action": "lambda:InvokeFunction", "Principal": EVENTS} | request
    return replace(FUNCTION, policies={"": (statement(asked, "arn:f"),)})


@pytest.mark.parametrize(
    "request_",
    [
        {},
        {"Principal": "*"},
        {"SourceArn": RULE},
        {"SourceArn": "arn:aws:events:eu-west-1:000000000000:rule/*"},
        {"SourceAccount": "000000000000"},
        {"Action": "lambda:*"},
    ],
)
def test_a_statement_lets_whom_it_names(request_: dict[str, str]) -> None:
    assert allows(allowing(**request_), None, EVENTS, RULE)


@pytest.mark.parametrize(
    "request_",
    [
        {"Principal": "s3.amazonaws.com"},
        {"SourceArn": RULE + "-other"},
        {"SourceAccount": "111111111111"},
        {"Action": "lambda:GetFunction"},
        {"Principal": "000000000000"},
    ],
)
def test_it_lets_nobody_else(request_: dict[str, str]) -> None:
    assert not allows(allowing(**request_), None, EVENTS, RULE)


def test_a_bucket_has_no_account_in_its_arn() -> None:
    found = allowing(Principal="s3.amazonaws.com", SourceAccount="000000000000")
    assert allows(found, None, "s3.amazonaws.com", "arn:aws:s3:::bucket")


def test_a_qualifier_has_its_own_policy() -> None:
    assert not allows(allowing(), "live", EVENTS, RULE)
    assert not allows(FUNCTION, None, EVENTS, RULE)
