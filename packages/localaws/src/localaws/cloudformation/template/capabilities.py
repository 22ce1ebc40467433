"""What a client must have acknowledged before a template with IAM resources is deployed.

https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateStack.html
"""

from __future__ import annotations

from collections.abc import Collection

from localaws.cloudformation.template.parts import Declared, Template

_IAM = frozenset(
    f"AWS::IAM::{name}"
    for name in (
        "AccessKey",
        "Group",
        "InstanceProfile",
        "ManagedPolicy",
        "Policy",
        "Role",
        "User",
        "UserToGroupAddition",
    )
)
_NAMES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::InstanceProfile": "InstanceProfileName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
}


def needed(template: Template) -> list[str]:
    """The capability that a template needs; none where it has no IAM resources."""
    iam = [resource for resource in template.resources.values() if resource.kind in _IAM]
    if not iam:
        return []
    return ["CAPABILITY_NAMED_IAM" if any(map(_named, iam)) else "CAPABILITY_IAM"]


def kinds(template: Template) -> list[str]:
    """The resource types that make it need one."""
    return sorted({each.kind for each in template.resources.values() if each.kind in _IAM})


def missing(template: Template, given: Collection[str]) -> list[str]:
    """What is needed and was not given; the wider capability includes the other."""
    if "CAPABILITY_NAMED_IAM" in given:
        return []
    return [capability for capability in needed(template) if capability not in given]


def _named(resource: Declared) -> bool:
    return _NAMES.get(resource.kind, "") in resource.properties
