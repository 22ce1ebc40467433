"""Policy statements that explain themselves.

A statement whose resources hold a `*` says why none narrower would do. The same reason becomes cdk-nag's
acknowledgement, so a wildcard without a reason cannot be deployed, and a reason cannot outlive its
wildcard.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aws_cdk import Acknowledgment, Aws, CfnResource, Stack, Validations
from aws_cdk import aws_iam as iam
from constructs import Construct


@dataclass(frozen=True)
class Statement:
    """One thing that a role may do. wildcard: why `resources` holds a `*`; empty where it holds none.

    Raises ValueError for a wildcard without a reason, a reason without a wildcard, and for an action
    with a `*`, for which there is no reason.
    """

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    wildcard: str = ""
    conditions: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if any("*" in action for action in self.actions):
            raise ValueError(f"Statement {self.sid} names no action, it names a pattern of actions")
        if any("*" in resource for resource in self.resources) != bool(self.wildcard):
            raise ValueError(
                f"Statement {self.sid} needs a reason exactly when it holds a wildcard"
            )


def own_arn(service: str, resource: str) -> str:
    """Of a resource in the stack's account and region."""
    return f"arn:{Aws.PARTITION}:{service}:{Aws.REGION}:{Aws.ACCOUNT_ID}:{resource}"


def role(scope: Construct, name: str, service: str, statements: Sequence[Statement]) -> iam.Role:
    """A role that `service` (such as "states") may assume on behalf of this account, with these statements
    and no others. What is handed the role waits for its policy with `needs_rights`. Its path and its permissions
    boundary are the stack's to say: `protection.hold_roles`.
    """
    made = iam.Role(
        scope,
        name,
        assumed_by=iam.ServicePrincipal(
            f"{service}.amazonaws.com",
            # Another account cannot make the service act on its behalf with our role. Lambda, which says no
            # source, takes a role for functions of the role's own account only.
            conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}}
            if service != "lambda"
            else None,
        ),
    )
    policy = iam.Policy(
        made,
        "Policy",
        roles=[made],
        statements=[
            iam.PolicyStatement(
                sid=statement.sid,
                actions=list(statement.actions),
                resources=list(statement.resources),
                conditions={key: dict(value) for key, value in statement.conditions.items()}
                or None,
            )
            for statement in statements
        ],
    )
    stack = Stack.of(scope)
    Validations.of(policy).acknowledge(
        *(
            Acknowledgment(
                id=f"AwsSolutions-IAM5[Resource::{_rendered(stack.resolve(resource))}]",
                reason=statement.wildcard,
            )
            for statement in statements
            for resource in statement.resources
            if "*" in resource
        )
    )
    return made


def needs_rights(resource: CfnResource, of: iam.Role) -> None:
    """Makes CloudFormation create the role's policy before the resource, not only the role that it names."""
    policy = of.node.find_child("Policy").node.default_child
    assert isinstance(policy, CfnResource)
    resource.add_resource_dependency(policy)


def _rendered(value: Any) -> str:
    """A resolved ARN as cdk-nag writes it in a finding: references in angle brackets."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return f"<{value['Ref']}>"
    if "Fn::GetAtt" in value:
        return f"<{'.'.join(value['Fn::GetAtt'])}>"
    separator, parts = value["Fn::Join"]
    return str(separator.join(_rendered(part) for part in parts))
