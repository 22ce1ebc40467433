"""Whether a service may assume a role: it is there, and its trust policy names the service."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends


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
    concerned = [s for s in _listed(policy.get("Statement", [])) if _concerns(s, principal)]
    effects = {statement.get("Effect") for statement in concerned}
    return "Allow" in effects and "Deny" not in effects


def _concerns(statement: dict[str, Any], principal: str) -> bool:
    named = statement.get("Principal", {})
    services = ["*"] if named == "*" else _listed(named.get("Service", []))
    actions = {action.lower() for action in _listed(statement.get("Action", []))}
    return bool({principal, "*"} & set(services)) and bool(
        {"sts:assumerole", "sts:*", "*"} & actions
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
