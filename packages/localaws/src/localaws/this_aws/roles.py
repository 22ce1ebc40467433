"""Whether a service may assume a role: it is there, and its trust policy names the service."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends

from localaws.this_aws.statements import covers, principals, statements

_ASSUMING = "sts:AssumeRole"


def assumable(arn: str, principal: str) -> bool:
    """Whether the role exists and trusts the service ``principal``, such as ``lambda.amazonaws.com``."""
    _, partition, _, _, account, resource = arn.split(":", 5)
    name = resource.rpartition("/")[2]
    for role in list(iam_backends[account][partition].roles.values()):
        if role.name == name and role.arn == arn:
            return trusts(json.loads(unquote(role.assume_role_policy_document)), principal)
    return False


def trusts(policy: dict[str, Any], principal: str) -> bool:
    """Whether a trust policy lets a service assume its role. Conditions are taken as met."""
    concerned = [
        each
        for each in statements(policy)
        if covers(each, _ASSUMING) and {principal, "*"} & principals(each)
    ]
    effects = {statement.get("Effect") for statement in concerned}
    return "Allow" in effects and "Deny" not in effects
