"""AWS's own managed policies are all there in moto, for half a second and 60 MiB at start, or none is
and a role cannot have ``ReadOnlyAccess``, which the CDK's bootstrap stack wants. Here each is there
from the moment that somebody names it.

A role that is not in an instance profile, and is removed from it, is answered 500.

Upstream: docs/moto-issues/managed_policies.md, docs/moto-issues/missing_resources.md
"""

from __future__ import annotations

import json
import re
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.exceptions import NotFoundException as NoSuchEntity
from moto.iam.models import AWSManagedPolicy, IAMBackend, ManagedPolicy, PolicyVersion

_ARN = re.compile(r"arn:[a-z-]+:iam::aws:policy/(?:.*/)?([^/]+)")


class Identities(IAMBackend):  # type: ignore[misc]  # moto is untyped to mypy here
    """IAM."""

    def attach_role_policy(self, policy_arn: str, role_name: str) -> None:
        self._learn(policy_arn)
        super().attach_role_policy(policy_arn, role_name)

    def attach_user_policy(self, policy_arn: str, user_name: str) -> None:
        self._learn(policy_arn)
        super().attach_user_policy(policy_arn, user_name)

    def attach_group_policy(self, policy_arn: str, group_name: str) -> None:
        self._learn(policy_arn)
        super().attach_group_policy(policy_arn, group_name)

    def get_policy(self, policy_arn: str) -> ManagedPolicy:
        self._learn(policy_arn)
        return super().get_policy(policy_arn)

    def get_policy_version(self, policy_arn: str, version_id: str) -> PolicyVersion:
        self._learn(policy_arn)
        return super().get_policy_version(policy_arn, version_id)

    def remove_role_from_instance_profile(self, profile_name: str, role_name: str) -> None:
        profile = self.get_instance_profile(profile_name)
        if self.get_role(role_name) not in profile.roles:
            raise NoSuchEntity(
                f"The role {role_name} is not in the instance profile {profile_name}."
            )
        super().remove_role_from_instance_profile(profile_name, role_name)

    def _learn(self, arn: str) -> None:
        """Know the AWS managed policy of that ARN, if it is one."""
        named = _ARN.fullmatch(arn)
        if named is None or arn in self.managed_policies:
            return
        data = document_of(named.group(1))
        if data is None:
            return
        policy = AWSManagedPolicy.from_data(named.group(1), self.account_id, self.region_name, data)
        if policy.arn == arn:
            self.aws_managed_policies.append(policy)
            self.managed_policies[arn] = policy


def document_of(name: str) -> dict[str, Any] | None:
    """What moto's data say of an AWS managed policy, without reading those of all others."""
    begin = aws_managed_policies_data.find(f'\n "{name}":{{')
    if begin < 0:
        return None
    found, _ = json.JSONDecoder().raw_decode(aws_managed_policies_data, begin + len(name) + 5)
    document: dict[str, Any] = found
    return document
