"""What an earlier stack of this stage left behind, which a new one takes over rather than begin without.

The bucket outlives its stack, and so do the table of its runs and the key that encrypts both, where the stack made one;
and late lines of an execution can bring the log group back, under a name that the next stack wants. All become the new
stack's own by CloudFormation's import (``cdk import``), after which it deploys as any other. Running the CDK CLI is left to ``cdk``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from botocore.exceptions import ClientError

from stepline.deployment import describe_stack, stack_name
from stepline.removal import buckets
from stepline.target import Target

_CONTEXT = ("-c", "--context")


@dataclass(frozen=True)
class Left:
    """What is there without a stack. ``others`` are further buckets, which stay as they are."""

    bucket: str | None
    log_group: str | None
    others: tuple[str, ...] = ()
    table: str | None = None
    key: str | None = None  # id of the bucket's

    @property
    def sentences(self) -> Iterator[str]:
        """What is to be said of it."""
        if self.bucket:
            yield f"Takes over the bucket {self.bucket}, which an earlier stack left."
        if self.log_group:
            yield f"Takes over the log group {self.log_group}."
        if self.table:
            yield f"Takes over the table {self.table}, which has the history of its runs."
        if self.key:
            yield f"Takes over the key {self.key}, which encrypts the bucket, where the stack has one of its own."
        for other in self.others:
            yield f"Leaves the bucket {other} as it is: an earlier stack left that too."


def find(target: Target, pipeline: str, stage: str) -> Left | None:
    """None where nothing is left, or where there is a stack, which has a bucket of its own."""
    name = stack_name(pipeline, stage)
    if describe_stack(target, name) is not None:
        return None
    names = buckets.left(target, pipeline, stage)
    bucket = _with_data(target, names)
    group = f"/aws/vendedlogs/states/{name}"
    listed = target.client("logs").describe_log_groups(logGroupNamePrefix=group)["logGroups"]
    log_group = group if any(one["logGroupName"] == group for one in listed) else None
    table = _table(target, name)
    if bucket is None and log_group is None and table is None:
        return None
    others = tuple(other for other in names if other != bucket)
    key = _key(target, bucket) if bucket else None
    return Left(bucket, log_group, others, table, key)


def mapping(template: Mapping[str, Any], left: Left) -> dict[str, dict[str, str]]:
    """What ``cdk import --resource-mapping`` reads: by logical id, what names each resource."""
    found = {"AWS::S3::Bucket": ("BucketName", left.bucket)}
    found["AWS::Logs::LogGroup"] = ("LogGroupName", left.log_group)
    found["AWS::DynamoDB::Table"] = ("TableName", left.table)
    found["AWS::KMS::Key"] = ("KeyId", left.key)
    return {
        logical_id: {identifier: name}
        for logical_id, resource in template["Resources"].items()
        for identifier, name in [found.get(resource["Type"], ("", None))]
        if name is not None and _is(resource, identifier, name)
    }


def _is(resource: Mapping[str, Any], identifier: str, name: str) -> bool:
    """Whether the resource may be that one: it is given no name, or this one."""
    return bool(resource.get("Properties", {}).get(identifier, name) == name)


def context_of(options: Sequence[str]) -> list[str]:
    """Of the options of ``cdk deploy`` those that a synthesis takes as well."""
    taken, rest = [], iter(options)
    for option in rest:
        if option in _CONTEXT:
            taken += [option, *([value] if (value := next(rest, None)) is not None else [])]
        elif option.startswith("--context="):
            taken.append(option)
    return taken


def _with_data(target: Target, names: Sequence[str]) -> str | None:
    """The latest that holds data, else the latest."""
    s3 = target.client("s3")
    for name in names:
        if s3.list_objects_v2(Bucket=name, Prefix="data/", MaxKeys=1).get("KeyCount"):
            return name
    return names[0] if names else None


def _table(target: Target, stack: str) -> str | None:
    """The latest table that CloudFormation has named after the stack."""
    dynamodb = target.client("dynamodb")
    names = dynamodb.list_tables(ExclusiveStartTableName=f"{stack}-")["TableNames"]
    tables = [
        dynamodb.describe_table(TableName=name)["Table"]
        for name in names
        if name.startswith(f"{stack}-Table")
    ]
    latest = max(tables, key=lambda table: table["CreationDateTime"], default=None)
    return str(latest["TableName"]) if latest else None


def _key(target: Target, bucket: str) -> str | None:
    """The id of the key that encrypts the bucket, where it is none of AWS's own."""
    try:
        said = target.client("s3").get_bucket_encryption(Bucket=bucket)
    except ClientError as error:
        if error.response["Error"]["Code"] == "ServerSideEncryptionConfigurationNotFoundError":
            return None
        raise
    (rule, *_) = said["ServerSideEncryptionConfiguration"]["Rules"]
    arn = rule["ApplyServerSideEncryptionByDefault"].get("KMSMasterKeyID", "")
    return str(arn).rpartition("/")[2] or None
