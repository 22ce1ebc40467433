"""AWS::DynamoDB::Table. moto's model drops the expiry of items and cannot change a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from localaws.cloudformation.types import tags, values
from localaws.cloudformation.types.handler import Made, Site, undone_on_failure, unless_gone

_PLAIN = (
    *("AttributeDefinitions", "BillingMode", "DeletionProtectionEnabled"),
    *("ProvisionedThroughput", "OnDemandThroughput", "TableClass", "WarmThroughput"),
)


class Table:
    """A table. Ref is its name."""

    fixed = frozenset(
        {"TableName", "KeySchema", "LocalSecondaryIndexes", "ImportSourceSpecification"}
    )
    properties = frozenset(
        [
            *_PLAIN,
            *("TableName", "KeySchema", "LocalSecondaryIndexes", "GlobalSecondaryIndexes"),
            *("SSESpecification", "TimeToLiveSpecification", "ResourcePolicy", "Tags"),
            "PointInTimeRecoverySpecification",
        ]
    )

    identified_by = "TableName"

    def create(self, site: Site, name: str, properties: Mapping[str, Any]) -> Made:
        dynamodb = site.client("dynamodb")
        asked = ("KeySchema", "LocalSecondaryIndexes", "GlobalSecondaryIndexes", *_PLAIN)
        created = dynamodb.create_table(
            TableName=properties.get("TableName", name),
            Tags=values.tag_list(site.all_tags(properties)),
            **values.given(properties, asked),
            **_encryption(properties),
        )["TableDescription"]
        made = Made(created["TableName"], {"Arn": created["TableArn"]})
        with undone_on_failure(lambda: self.delete(site, made, properties)):
            _expire(dynamodb, made.physical_id, properties)
            _keep_history(dynamodb, made.physical_id, {}, properties)
            _allow(dynamodb, created["TableArn"], {}, properties)
        return made

    def adopt(self, site: Site, identifier: str) -> Made:
        found = site.client("dynamodb").describe_table(TableName=identifier)["Table"]
        return Made(found["TableName"], {"Arn": found["TableArn"]})

    def update(
        self, site: Site, made: Made, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Made:
        dynamodb, table = site.client("dynamodb"), made.physical_id
        for changes in _changes(old, new):
            with unless_gone(
                "ResourceNotFoundException"
            ):  # an index that a failed one did not make
                dynamodb.update_table(TableName=table, **changes)
        _expire(dynamodb, table, new)
        _keep_history(dynamodb, table, old, new)
        arn = made.attributes["Arn"]
        _allow(dynamodb, arn, old, new)
        taken, given = tags.gone(site, old, new), tags.wanted(new)
        if taken:
            dynamodb.untag_resource(ResourceArn=arn, TagKeys=taken)
        if given:
            dynamodb.tag_resource(ResourceArn=arn, Tags=values.tag_list(given))
        return made

    def delete(self, site: Site, made: Made, properties: Mapping[str, Any]) -> None:
        with unless_gone("ResourceNotFoundException"):
            site.client("dynamodb").delete_table(TableName=made.physical_id)


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """What UpdateTable is asked for, in turn: it changes one index at a time."""
    differs = values.differing(old, new, _PLAIN)
    changed = values.given(new, differs)
    changed.pop("AttributeDefinitions", None)  # they come with the index that they are for
    if "DeletionProtectionEnabled" in differs:
        changed.setdefault("DeletionProtectionEnabled", False)
    if "BillingMode" in differs:
        changed.setdefault("BillingMode", "PROVISIONED")
    if "TableClass" in differs:
        changed.setdefault("TableClass", "STANDARD")
    if values.differing(old, new, ("SSESpecification",)):
        changed |= _encryption(new) or {"SSESpecification": {"Enabled": False}}
    if changed:
        yield changed
    for change in _of_indexes(old, new):
        yield {
            "AttributeDefinitions": new["AttributeDefinitions"],
            "GlobalSecondaryIndexUpdates": [change],
        }


def _of_indexes(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[dict[str, Any]]:
    """An index with another key is a new one."""
    before, after = (
        {each["IndexName"]: each for each in properties.get("GlobalSecondaryIndexes", [])}
        for properties in (old, new)
    )
    anew = {
        name
        for name, index in after.items()
        if name in before and values.differing(before[name], index, ("KeySchema", "Projection"))
    }
    changes: list[dict[str, Any]] = [
        {"Delete": {"IndexName": name}} for name in before if name not in after or name in anew
    ]
    for name, index in after.items():
        if name not in before or name in anew:
            changes.append({"Create": index})
        elif values.differing(before[name], index, ("ProvisionedThroughput",)):
            throughput = values.given(index, ("IndexName", "ProvisionedThroughput"))
            changes.append({"Update": throughput})
    return changes


def _expire(dynamodb: Any, table: str, properties: Mapping[str, Any]) -> None:
    """Have items expire, or no more. With another attribute it ends first: DynamoDB changes none."""
    found = dynamodb.describe_time_to_live(TableName=table)["TimeToLiveDescription"]
    before = found["AttributeName"] if found["TimeToLiveStatus"] == "ENABLED" else None
    asked = properties.get("TimeToLiveSpecification", {})
    after = asked.get("AttributeName") if asked.get("Enabled") else None
    if before == after:
        return
    if before is not None:
        _set_expiry(dynamodb, table, before, False)
    if after is not None:
        _set_expiry(dynamodb, table, after, True)


def _set_expiry(dynamodb: Any, table: str, attribute: str, enabled: bool) -> None:
    dynamodb.update_time_to_live(
        TableName=table,
        TimeToLiveSpecification={"AttributeName": attribute, "Enabled": enabled},
    )


def _keep_history(
    dynamodb: Any, table: str, old: Mapping[str, Any], new: Mapping[str, Any]
) -> None:
    """Have the table be restorable to any moment of its last days, or no more."""
    before, after = (
        each.get("PointInTimeRecoverySpecification", {"PointInTimeRecoveryEnabled": False})
        for each in (old, new)
    )
    if before != after:
        dynamodb.update_continuous_backups(TableName=table, PointInTimeRecoverySpecification=after)


def _allow(dynamodb: Any, arn: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Set or take the table's policy."""
    before, after = (each.get("ResourcePolicy") for each in (old, new))
    if before == after:
        return
    if after is None:
        with unless_gone("PolicyNotFoundException"):
            dynamodb.delete_resource_policy(ResourceArn=arn)
    else:
        policy = values.document(after["PolicyDocument"])
        dynamodb.put_resource_policy(ResourceArn=arn, Policy=policy)


def _encryption(properties: Mapping[str, Any]) -> dict[str, Any]:
    """CloudFormation's SSEEnabled is the API's Enabled."""
    given = properties.get("SSESpecification")
    if given is None:
        return {}
    named = {"Enabled" if name == "SSEEnabled" else name: value for name, value in given.items()}
    return {"SSESpecification": named}
