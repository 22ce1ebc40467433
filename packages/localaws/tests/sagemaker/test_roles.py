"""Roles that SageMaker may assume, and those that it may not."""

from __future__ import annotations

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.roles import check


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
