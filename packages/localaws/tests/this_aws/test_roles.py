"""Roles that a service may assume, by their trust policies."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.this_aws.roles import trusts

SAGEMAKER = "sagemaker.amazonaws.com"


def statement(**members: Any) -> dict[str, Any]:
    principal = {"Service": "sagemaker.amazonaws.com"}
    return {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": principal} | members


@pytest.mark.parametrize(
    "statements",
    [
        statement(),
        [statement()],
        [statement(Principal={"Service": ["lambda.amazonaws.com", "sagemaker.amazonaws.com"]})],
        [statement(Action=["sts:TagSession", "sts:AssumeRole"])],
        [statement(Action="sts:Assume*")],
        [statement(Principal={"AWS": "*"})],
    ],
)
def test_a_policy_that_names_sagemaker_trusts_it(statements: Any) -> None:
    assert trusts({"Statement": statements}, SAGEMAKER)


@pytest.mark.parametrize(
    "statements",
    [
        [],
        [statement(Principal={"Service": "states.amazonaws.com"})],
        [statement(Action="sts:TagSession")],
        [statement(), statement(Effect="Deny")],
        [statement(Principal={"AWS": "arn:aws:iam::123456789012:root"})],
    ],
)
def test_any_other_policy_does_not(statements: Any) -> None:
    assert not trusts({"Statement": statements}, SAGEMAKER)
