"""Defect: AWS's own managed policies are all there, for half a second and 60 MiB at start, or none is
and a role cannot have ``ReadOnlyAccess``, which the CDK's bootstrap stack wants.

Here each is there from the moment that somebody names it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from typing import Any

from moto.iam.aws_managed_policies import aws_managed_policies_data
from moto.iam.models import AWSManagedPolicy, IAMBackend

from localaws.moto_mends import guard

_METHODS = {
    "attach_role_policy": "7221952fb265",
    "attach_user_policy": "b8c3bf7e79ae",
    "attach_group_policy": "17df15ead079",
    "get_policy": "543b0fdbec85",
    "get_policy_version": "6fcb6a7f301b",
}
_ARN = re.compile(r"arn:[a-z-]+:iam::aws:policy/(?:.*/)?([^/]+)")


def apply() -> None:
    for name, expected in _METHODS.items():
        setattr(IAMBackend, name, _knowing(guard.take(IAMBackend, name, expected)))


def document_of(name: str) -> dict[str, Any] | None:
    """What moto's data say of an AWS managed policy, without reading those of all others."""
    begin = aws_managed_policies_data.find(f'\n "{name}":{{')
    if begin < 0:
        return None
    found, _ = json.JSONDecoder().raw_decode(aws_managed_policies_data, begin + len(name) + 5)
    document: dict[str, Any] = found
    return document


def _knowing(original: Callable[..., Any]) -> Callable[..., Any]:
    def method(self: Any, policy_arn: str, *args: Any, **kwargs: Any) -> Any:
        _learn(self, policy_arn)
        return original(self, policy_arn, *args, **kwargs)

    return method


def _learn(backend: Any, arn: str) -> None:
    named = _ARN.fullmatch(arn)
    if named is None or arn in backend.managed_policies:
        return
    data = document_of(named.group(1))
    if data is None:
        return
    policy = AWSManagedPolicy.from_data(
        named.group(1), backend.account_id, backend.region_name, data
    )
    if policy.arn == arn:
        backend.aws_managed_policies.append(policy)
        backend.managed_policies[arn] = policy
