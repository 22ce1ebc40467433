"""Roles that SageMaker may assume, and those that it may not."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.roles import check, trusts


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
    ],
)
def test_a_policy_that_names_sagemaker_trusts_it(statements: Any) -> None:
    assert trusts({"Statement": statements})


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
    assert not trusts({"Statement": statements})


def test_a_role_that_does_not_exist_cannot_be_assumed() -> None:
    arn = "arn:aws:iam::123456789012:role/nobody"
    with pytest.raises(ApiError) as caught:
        check(arn)
    assert caught.value.message == (
        f"Could not assume role {arn}. Please ensure that the role exists and allows principal "
        "'sagemaker.amazonaws.com' to assume the role."
    )


def test_a_role_of_the_account_passes(role: str) -> None:
    check(role)
