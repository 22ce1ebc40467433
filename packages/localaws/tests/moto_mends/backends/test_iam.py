"""AWS's managed policies, each there when it is named; instance profiles without the role."""

from __future__ import annotations

import pytest
from moto.iam.exceptions import NotFoundException

from localaws.moto_mends.backends.iam import Identities, document_of

READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
LAMBDA = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


@pytest.fixture
def iam() -> Identities:
    made = Identities("aws", "123456789012")
    made.create_role("role", "{}", "/", None, "", [], "3600")
    return made


@pytest.mark.parametrize("arn", [READ_ONLY, LAMBDA])
def test_a_managed_policy_can_be_attached_and_read(iam: Identities, arn: str) -> None:
    iam.attach_role_policy(arn, "role")
    assert arn in iam.get_role("role").managed_policies
    assert iam.get_policy_version(arn, iam.get_policy(arn).default_version_id).document


def test_it_is_there_once_however_often_it_is_named(iam: Identities) -> None:
    iam.create_user("us-east-1", "aws-managed")
    iam.create_group("aws-managed")
    iam.get_policy(READ_ONLY)
    iam.attach_user_policy(READ_ONLY, "aws-managed")
    iam.attach_group_policy(READ_ONLY, "aws-managed")
    assert [policy.arn for policy in iam.aws_managed_policies] == [READ_ONLY]
    assert iam.get_policy(READ_ONLY).attachment_count == 2


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::aws:policy/NoSuchPolicy",
        "arn:aws:iam::aws:policy/service-role/ReadOnlyAccess",  # not where AWS has it
        "arn:aws:iam::123456789012:policy/ReadOnlyAccess",  # somebody's own
    ],
)
def test_no_other_policy_appears(iam: Identities, arn: str) -> None:
    with pytest.raises(NotFoundException):
        iam.attach_role_policy(arn, "role")
    assert iam.aws_managed_policies == []


def test_a_document_is_found_by_the_whole_name() -> None:
    assert document_of("ReadOnlyAcces") is None
    assert document_of("ReadOnlyAccess") is not None


def test_a_role_that_is_not_in_a_profile_cannot_be_removed_from_it(iam: Identities) -> None:
    iam.create_instance_profile("profile", "/", [])
    with pytest.raises(NotFoundException, match="is not in the instance profile"):
        iam.remove_role_from_instance_profile("profile", "role")
    iam.add_role_to_instance_profile("profile", "role")
    iam.remove_role_from_instance_profile("profile", "role")
    assert iam.get_instance_profile("profile").roles == []
