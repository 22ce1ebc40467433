"""AWS::Logs::LogGroup: moto's model forgets retention at an update, and ignores the key."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone


class LogGroup:
    """A log group. Ref is its name; its Arn ends in ``:*``."""

    fixed = frozenset({"LogGroupName", "KmsKeyId"})
    identified_by = "LogGroupName"
    properties = frozenset({"LogGroupName", "RetentionInDays", "KmsKeyId", "LogGroupClass", "Tags"})

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        group = properties.get("LogGroupName", name)
        tags = values.without_reserved(site.all_tags(properties))
        site.client("logs").create_log_group(
            logGroupName=group,
            **({"tags": tags} if tags else {}),
            **values.camel(values.given(properties, ("KmsKeyId",))),
        )
        made = _made(site, group)
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _retain(site, group, properties)
        return made

    def adopt(self, site: Site, identifier: str) -> Made:
        listed = site.client("logs").describe_log_groups(logGroupNamePrefix=identifier)
        if not any(group["logGroupName"] == identifier for group in listed["logGroups"]):
            raise LookupError("The specified log group does not exist.")
        return _made(site, identifier)

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        _retain(site, made.physical_id, new)
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("logs").delete_log_group(logGroupName=made.physical_id)


def _made(site: Site, group: str) -> Made:
    return Made(group, {"Arn": f"arn:aws:logs:{site.region}:{site.account}:log-group:{group}:*"})


def _retain(site: Site, group: str, properties: Mapping[str, Any]) -> None:
    client = site.client("logs")
    if "RetentionInDays" in properties:
        client.put_retention_policy(
            logGroupName=group, retentionInDays=int(properties["RetentionInDays"])
        )
    else:
        client.delete_retention_policy(logGroupName=group)
