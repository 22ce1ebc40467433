"""Whether a service may assume a role: SageMaker the execution role, which every job and model must name."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from moto.iam.models import iam_backends

from localaws.sagemaker.errors import validation

PRINCIPAL = "sagemaker.amazonaws.com"


def check(arn: str) -> None:
    """See that the role exists and trusts SageMaker.

    Raises:
        ApiError: it does not; AWS has one message for both.
    """
    if not is_assumable(arn, PRINCIPAL):
        raise validation(
            f"Could not assume role {arn}. Please ensure that the role exists and allows "
            f"principal '{PRINCIPAL}' to assume the role."
        )


def is_assumable(arn: str, principal: str) -> bool:
    """Whether there is such a role, and it trusts a service."""
    _, partition, _, _, account, resource, *_ = [*arn.split(":", 5), *[""] * 6]
    name = resource.rpartition("/")[2]
    if partition not in iam_backends[account]:
        return False
    for role in iam_backends[account][partition].roles.values():
        if role.name == name and role.arn == arn:
            return trusts(json.loads(unquote(role.assume_role_policy_document)), principal)
    return False


def trusts(policy: dict[str, Any], principal: str = PRINCIPAL) -> bool:
    """Whether a trust policy lets a service assume its role. Conditions are taken as met."""
    statements = [s for s in _listed(policy.get("Statement", [])) if _concerns(s, principal)]
    effects = {statement.get("Effect") for statement in statements}
    return "Allow" in effects and "Deny" not in effects


def _concerns(statement: dict[str, Any], principal: str) -> bool:
    trusted = statement.get("Principal", {})
    services = ["*"] if trusted == "*" else _listed(trusted.get("Service", []))
    actions = {action.lower() for action in _listed(statement.get("Action", []))}
    return bool({principal, "*"} & set(services)) and bool(
        {"sts:assumerole", "sts:*", "*"} & actions
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
