"""AWS::IAM::Role and AWS::IAM::Policy. moto's model of a role cannot be updated but by a new role."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone


class Role:
    """A role with its inline policies. Ref is its name."""

    fixed = frozenset({"RoleName", "Path"})
    properties = frozenset(
        [
            "RoleName",
            "AssumeRolePolicyDocument",
            "Path",
            "Description",
            "MaxSessionDuration",
            "ManagedPolicyArns",
            "Policies",
            "Tags",
            "PermissionsBoundary",
        ]
    )

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        role = properties.get("RoleName", name)
        answer = site.client("iam").create_role(
            RoleName=role,
            AssumeRolePolicyDocument=values.document(properties["AssumeRolePolicyDocument"]),
            Tags=values.tag_list(site.all_tags(properties)),
            **values.given(properties, ("Path", "Description", "PermissionsBoundary")),
            **_duration(properties),
        )["Role"]
        made = Made(role, {"Arn": answer["Arn"], "RoleId": answer["RoleId"]})
        with undone_on_failure(lambda: self.delete(site, made, {})):
            _give(site, role, {}, properties)
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        client, role = site.client("iam"), made.physical_id
        client.update_assume_role_policy(
            RoleName=role, PolicyDocument=values.document(new["AssumeRolePolicyDocument"])
        )
        client.update_role(RoleName=role, Description=new.get("Description", ""), **_duration(new))
        client.tag_role(RoleName=role, Tags=values.tag_list(site.all_tags(new)))
        _give(site, role, old, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        client, role = site.client("iam"), made.physical_id
        with unless_gone("NoSuchEntity"):
            _strip(client, role)
            client.delete_role(RoleName=role)


class Policy:
    """An inline policy of roles, users and groups. Ref is its name."""

    fixed = frozenset[str]()
    properties = frozenset({"PolicyName", "PolicyDocument", "Roles", "Users", "Groups"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        made = Made(properties["PolicyName"])
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            for kind, principal in _principals(properties):
                getattr(site.client("iam"), f"put_{kind}_policy")(
                    **{f"{kind.capitalize()}Name": principal},
                    PolicyName=properties["PolicyName"],
                    PolicyDocument=values.document(properties["PolicyDocument"]),
                )
        return made

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        staying = set(_principals(new)) if new["PolicyName"] == old["PolicyName"] else set()
        self._take(site, old["PolicyName"], set(_principals(old)) - staying)
        return self.create(site, "", new)

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        self._take(site, properties["PolicyName"], _principals(properties))

    def _take(self, site: Site, name: str, principals: Iterable[tuple[str, str]]) -> None:
        for kind, principal in principals:
            with unless_gone("NoSuchEntity"):
                getattr(site.client("iam"), f"delete_{kind}_policy")(
                    **{f"{kind.capitalize()}Name": principal}, PolicyName=name
                )


def _principals(properties: Mapping[str, Any]) -> list[tuple[str, str]]:
    return [
        (kind, name)
        for kind, member in (("role", "Roles"), ("user", "Users"), ("group", "Groups"))
        for name in properties.get(member, [])
    ]


def _duration(properties: Mapping[str, Any]) -> dict[str, int]:
    value = properties.get("MaxSessionDuration")
    return {} if value is None else {"MaxSessionDuration": int(value)}


def _strip(client: Any, role: str) -> None:
    """Take every policy that the role has, also one that somebody else gave it meanwhile."""
    for name in client.list_role_policies(RoleName=role)["PolicyNames"]:
        client.delete_role_policy(RoleName=role, PolicyName=name)
    for policy in client.list_attached_role_policies(RoleName=role)["AttachedPolicies"]:
        client.detach_role_policy(RoleName=role, PolicyArn=policy["PolicyArn"])


def _give(site: Site, role: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Put and attach the policies of ``new``, take those that only ``old`` has."""
    client = site.client("iam")
    wanted = {one["PolicyName"]: one["PolicyDocument"] for one in new.get("Policies", [])}
    for name, policy in wanted.items():
        client.put_role_policy(
            RoleName=role, PolicyName=name, PolicyDocument=values.document(policy)
        )
    for name in {one["PolicyName"] for one in old.get("Policies", [])} - set(wanted):
        client.delete_role_policy(RoleName=role, PolicyName=name)
    before, after = (set(each.get("ManagedPolicyArns", [])) for each in (old, new))
    for arn in sorted(after - before):
        client.attach_role_policy(RoleName=role, PolicyArn=arn)
    for arn in sorted(before - after):
        client.detach_role_policy(RoleName=role, PolicyArn=arn)
