"""AWS::DynamoDB::Table. moto cannot change a table: a new one would be without its items."""

from __future__ import annotations

from typing import Any

from localaws.cloudformation.types import values
from localaws.cloudformation.types.handler import Made, Site, unless_gone
from localaws.cloudformation.types.moto_types.moto_type import (
    MotoType,
    Properties,
    changed,
    tag_changes,
)

_OPTIONS = ("BillingMode", "DeletionProtectionEnabled", "SSESpecification", "TableClass")


def _update(site: Site, made: Made, old: Properties, new: Properties) -> None:
    dynamodb, table = site.client("dynamodb"), made.physical_id
    options: dict[str, Any] = values.given(new, changed(old, new, *_OPTIONS))
    if changed(old, new, "ProvisionedThroughput") and "ProvisionedThroughput" in new:
        options["ProvisionedThroughput"] = _numbers(new["ProvisionedThroughput"])
    if "DeletionProtectionEnabled" in changed(old, new, "DeletionProtectionEnabled"):
        options["DeletionProtectionEnabled"] = values.boolean(new.get("DeletionProtectionEnabled"))
    if "SSESpecification" in options:
        options["SSESpecification"] = _encryption(options["SSESpecification"])
    if options:
        dynamodb.update_table(TableName=table, **options)
    for change in _index_changes(old, new):
        with unless_gone("ResourceNotFoundException"):  # an index that a failed update did not make
            dynamodb.update_table(
                TableName=table,
                AttributeDefinitions=new["AttributeDefinitions"],
                GlobalSecondaryIndexUpdates=[change],
            )
    if changed(old, new, "TimeToLiveSpecification"):
        _expire(dynamodb, table, old, new)
    arn = dynamodb.describe_table(TableName=table)["Table"]["TableArn"]
    tags, gone = tag_changes(site, old, new)
    if gone:
        dynamodb.untag_resource(ResourceArn=arn, TagKeys=gone)
    if tags:
        dynamodb.tag_resource(ResourceArn=arn, Tags=values.tag_list(tags))


def _index_changes(old: Properties, new: Properties) -> list[dict[str, Any]]:
    """One at a time, as UpdateTable wants them; an index with another key is a new one."""
    before, after = (
        {each["IndexName"]: each for each in properties.get("GlobalSecondaryIndexes", [])}
        for properties in (old, new)
    )
    anew = {
        name
        for name, index in after.items()
        if name in before and changed(before[name], index, "KeySchema", "Projection")
    }
    changes: list[dict[str, Any]] = [
        {"Delete": {"IndexName": name}} for name in before if name not in after or name in anew
    ]
    for name, index in after.items():
        if name not in before or name in anew:
            throughput = index.get("ProvisionedThroughput")
            given = {"ProvisionedThroughput": _numbers(throughput)} if throughput else {}
            changes.append({"Create": {**index, **given}})
        elif changed(before[name], index, "ProvisionedThroughput"):
            throughput = _numbers(index["ProvisionedThroughput"])
            changes.append({"Update": {"IndexName": name, "ProvisionedThroughput": throughput}})
    return changes


def _expire(dynamodb: Any, table: str, old: Properties, new: Properties) -> None:
    wanted = new.get("TimeToLiveSpecification")
    given = wanted or {**old["TimeToLiveSpecification"], "Enabled": False}
    dynamodb.update_time_to_live(
        TableName=table,
        TimeToLiveSpecification={**given, "Enabled": values.boolean(given["Enabled"])},
    )


def _encryption(given: dict[str, Any]) -> dict[str, Any]:
    """CloudFormation's SSEEnabled is the API's Enabled."""
    named = {"Enabled" if name == "SSEEnabled" else name: value for name, value in given.items()}
    return {**named, "Enabled": values.boolean(named.get("Enabled"))}


def _numbers(throughput: dict[str, Any]) -> dict[str, int]:
    return {name: int(value) for name, value in throughput.items()}


TABLE = MotoType(
    fixed=frozenset(
        {"TableName", "KeySchema", "LocalSecondaryIndexes", "ImportSourceSpecification"}
    ),
    changing=frozenset(
        [
            *_OPTIONS,
            "AttributeDefinitions",
            "GlobalSecondaryIndexes",
            "ProvisionedThroughput",
            "Tags",
            "TimeToLiveSpecification",
        ]
    ),
    update=_update,
)
