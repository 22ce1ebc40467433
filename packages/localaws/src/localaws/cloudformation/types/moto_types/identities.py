"""IAM's users, access keys, instance profiles and managed policies. moto makes new ones, with other secrets."""

from __future__ import annotations

from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site
from localaws.cloudformation.types.moto_types.moto_type import (
    MotoType,
    Properties,
    difference,
)

_MOST_VERSIONS = 5  # of a managed policy, the default one included


def _update_user(site: Site, made: Made, old: Properties, new: Properties) -> None:
    iam, user = site.client("iam"), made.physical_id
    if values.differing(old, new, ("Path",)):
        iam.update_user(UserName=user, NewPath=new.get("Path", "/"))
    more, less = difference(old, new, "Groups")
    for group in more:
        iam.add_user_to_group(GroupName=group, UserName=user)
    for group in less:
        iam.remove_user_from_group(GroupName=group, UserName=user)
    more, less = difference(old, new, "ManagedPolicyArns")
    for arn in more:
        iam.attach_user_policy(UserName=user, PolicyArn=arn)
    for arn in less:
        iam.detach_user_policy(UserName=user, PolicyArn=arn)
    more, less = difference(old, new, "Policies")
    for policy in less:
        iam.delete_user_policy(UserName=user, PolicyName=policy["PolicyName"])
    for policy in more:
        text = values.document(policy["PolicyDocument"])
        iam.put_user_policy(UserName=user, PolicyName=policy["PolicyName"], PolicyDocument=text)
    if new.get("Tags"):
        iam.tag_user(UserName=user, Tags=new["Tags"])


def _update_access_key(site: Site, made: Made, old: Properties, new: Properties) -> None:
    made.model.status = new.get("Status", "Active")  # UpdateAccessKey is not offered


def _update_profile(site: Site, made: Made, old: Properties, new: Properties) -> None:
    iam, profile = site.client("iam"), made.physical_id
    more, less = difference(old, new, "Roles")
    for role in less:
        iam.remove_role_from_instance_profile(InstanceProfileName=profile, RoleName=role)
    for role in more:
        iam.add_role_to_instance_profile(InstanceProfileName=profile, RoleName=role)


def _update_policy(site: Site, made: Made, old: Properties, new: Properties) -> None:
    iam, arn = site.client("iam"), made.physical_id
    if values.differing(old, new, ("PolicyDocument",)):
        versions = iam.list_policy_versions(PolicyArn=arn)["Versions"]
        if len(versions) >= _MOST_VERSIONS:
            oldest = next(each for each in reversed(versions) if not each["IsDefaultVersion"])
            iam.delete_policy_version(PolicyArn=arn, VersionId=oldest["VersionId"])
        text = values.document(new["PolicyDocument"])
        iam.create_policy_version(PolicyArn=arn, PolicyDocument=text, SetAsDefault=True)
    for kind, member in (("user", "Users"), ("group", "Groups"), ("role", "Roles")):
        more, less = difference(old, new, member)
        for name in more:
            options = {f"{kind.capitalize()}Name": name, "PolicyArn": arn}
            getattr(iam, f"attach_{kind}_policy")(**options)
        for name in less:
            options = {f"{kind.capitalize()}Name": name, "PolicyArn": arn}
            getattr(iam, f"detach_{kind}_policy")(**options)


def _of_policy(site: Site, physical_id: str, model: Any) -> dict[str, Any]:
    policy = site.client("iam").get_policy(PolicyArn=physical_id)["Policy"]
    return {
        "PolicyArn": physical_id,
        "PolicyId": policy["PolicyId"],
        "DefaultVersionId": policy["DefaultVersionId"],
        "AttachmentCount": policy["AttachmentCount"],
        "PermissionsBoundaryUsageCount": policy.get("PermissionsBoundaryUsageCount", 0),
        "IsAttachable": "true",
        "CreateDate": policy["CreateDate"].isoformat(),
        "UpdateDate": policy["UpdateDate"].isoformat(),
    }


USER = MotoType(
    fixed=frozenset({"UserName"}),
    changing=frozenset({"Path", "Groups", "ManagedPolicyArns", "Policies", "Tags"}),
    update=_update_user,
)
ACCESS_KEY = MotoType(
    fixed=frozenset({"UserName", "Serial"}),
    changing=frozenset({"Status"}),
    update=_update_access_key,
)
INSTANCE_PROFILE = MotoType(
    fixed=frozenset({"InstanceProfileName", "Path"}),
    changing=frozenset({"Roles"}),
    update=_update_profile,
)
MANAGED_POLICY = MotoType(
    fixed=frozenset({"ManagedPolicyName", "Path", "Description"}),
    changing=frozenset({"PolicyDocument", "Users", "Groups", "Roles"}),
    update=_update_policy,
    attributes=_of_policy,
)
