"""Whether SageMaker may assume an execution role, which every job and model must name."""

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
    if not _trusted(arn):
        raise validation(
            f"Could not assume role {arn}. Please ensure that the role exists and allows "
            f"principal '{PRINCIPAL}' to assume the role."
        )


def _trusted(arn: str) -> bool:
    _, partition, _, _, account, resource = arn.split(":", 5)
    name = resource.rpartition("/")[2]
    for role in iam_backends[account][partition].roles.values():
        if role.name == name and role.arn == arn:
            return trusts(json.loads(unquote(role.assume_role_policy_document)))
    return False


def trusts(policy: dict[str, Any]) -> bool:
    """Whether a trust policy lets SageMaker assume its role. Conditions are taken as met."""
    statements = [s for s in _listed(policy.get("Statement", [])) if _concerns_us(s)]
    effects = {statement.get("Effect") for statement in statements}
    return "Allow" in effects and "Deny" not in effects


def _concerns_us(statement: dict[str, Any]) -> bool:
    principal = statement.get("Principal", {})
    services = ["*"] if principal == "*" else _listed(principal.get("Service", []))
    actions = {action.lower() for action in _listed(statement.get("Action", []))}
    return bool({PRINCIPAL, "*"} & set(services)) and bool(
        {"sts:assumerole", "sts:*", "*"} & actions
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
