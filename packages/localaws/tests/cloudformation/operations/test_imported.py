"""An import takes what exists into a stack, and makes and changes nothing beside."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ...cloud import Cloud, group


def ask(cloud: Cloud, stack: str, resources: dict[str, Any], *imports: dict[str, Any]) -> None:
    template = {"Resources": resources}
    cloud.stacks.create_change_set(
        StackName=stack,
        ChangeSetName="take-in",
        ChangeSetType="IMPORT",
        TemplateBody=json.dumps(template),
        ResourcesToImport=list(imports),
    )


def one(logical: str, kind: str, **identifier: str) -> dict[str, Any]:
    return {
        "LogicalResourceId": logical,
        "ResourceType": kind,
        "ResourceIdentifier": identifier,
    }


def lasting(resource: dict[str, Any]) -> dict[str, Any]:
    return resource | {"DeletionPolicy": "Retain"}


BUCKET = {"Type": "AWS::S3::Bucket", "DeletionPolicy": "Retain"}


def status(cloud: Cloud, stack: str) -> str:
    return str(cloud.stacks.describe_stacks(StackName=stack)["Stacks"][0]["StackStatus"])


def test_a_bucket_and_a_log_group_that_were_left_become_a_new_stacks_own(cloud: Cloud) -> None:
    name = f"left-{uuid.uuid4().hex[:12]}"
    s3, logs = cloud.aws.client("s3"), cloud.aws.client("logs")
    s3.create_bucket(Bucket=name)
    s3.put_object(Bucket=name, Key="data/a", Body=b"a")
    logs.create_log_group(logGroupName=f"/{name}")
    resources = {"B": BUCKET, "G": lasting(group(f"/{name}", 7))}

    bucket = one("B", "AWS::S3::Bucket", BucketName=name)
    ask(cloud, name, resources, bucket, one("G", "AWS::Logs::LogGroup", LogGroupName=f"/{name}"))
    change_set = {"StackName": name, "ChangeSetName": "take-in"}
    changes = cloud.stacks.describe_change_set(**change_set)["Changes"]
    assert {change["ResourceChange"]["Action"] for change in changes} == {"Import"}
    cloud.stacks.execute_change_set(**change_set)
    assert status(cloud, name) == "IMPORT_COMPLETE"
    found = cloud.stacks.describe_stack_resources(StackName=name)["StackResources"]
    assert {each["PhysicalResourceId"] for each in found} == {name, f"/{name}"}
    (imported,) = logs.describe_log_groups(logGroupNamePrefix=f"/{name}")["logGroups"]
    assert "retentionInDays" not in imported  # an import changes nothing

    more = resources | {"H": group(f"/{name}/more", 7), "G": lasting(group(f"/{name}", 14))}
    body = json.dumps({"Resources": more, "Outputs": {"Name": {"Value": {"Ref": "B"}}}})
    cloud.stacks.update_stack(StackName=name, TemplateBody=body)
    assert status(cloud, name) == "UPDATE_COMPLETE"
    (output,) = cloud.stacks.describe_stacks(StackName=name)["Stacks"][0]["Outputs"]
    assert output["OutputValue"] == name
    assert (
        logs.describe_log_groups(logGroupNamePrefix=f"/{name}")["logGroups"][0]["retentionInDays"]
        == 14
    )
    assert s3.list_objects_v2(Bucket=name)["KeyCount"] == 1


def test_so_do_a_table_and_a_key(cloud: Cloud) -> None:
    name = f"left-{uuid.uuid4().hex[:12]}"
    key = {"AttributeName": "pk", "KeyType": "HASH"}
    attribute = {"AttributeName": "pk", "AttributeType": "S"}
    table = {"KeySchema": [key], "AttributeDefinitions": [attribute]}
    cloud.aws.client("dynamodb").create_table(
        TableName=name, BillingMode="PAY_PER_REQUEST", **table
    )
    key_id = cloud.aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    properties = {**table, "BillingMode": "PAY_PER_REQUEST", "TableName": name}
    resources = {
        "T": lasting({"Type": "AWS::DynamoDB::Table", "Properties": properties}),
        "K": lasting(
            {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {"Version": "2012-10-17"}}}
        ),
    }
    imports = (
        one("T", "AWS::DynamoDB::Table", TableName=name),
        one("K", "AWS::KMS::Key", KeyId=key_id),
    )
    ask(cloud, name, resources, *imports)
    cloud.stacks.execute_change_set(StackName=name, ChangeSetName="take-in")
    assert status(cloud, name) == "IMPORT_COMPLETE"
    found = cloud.stacks.describe_stack_resources(StackName=name)["StackResources"]
    assert {each["PhysicalResourceId"] for each in found} == {name, key_id}


def test_what_is_not_there_is_not_imported(cloud: Cloud) -> None:
    ask(cloud, "none-there", {"B": BUCKET}, one("B", "AWS::S3::Bucket", BucketName="no-such-1"))
    cloud.stacks.execute_change_set(StackName="none-there", ChangeSetName="take-in")
    assert status(cloud, "none-there") == "IMPORT_ROLLBACK_COMPLETE"
    assert not cloud.stacks.describe_stack_resources(StackName="none-there")["StackResources"]


G = lasting(group("/g", 7))


@pytest.mark.parametrize(
    ("resources", "imports", "sentence"),
    [
        ({"G": G}, [], "You must specify ResourcesToImport"),
        ({"G": G}, [one("H", "AWS::Logs::LogGroup", LogGroupName="/g")], "no resource H"),
        ({"G": G}, [one("G", "AWS::S3::Bucket", BucketName="g")], "no resource G of type"),
        ({"G": G}, [one("G", "AWS::Logs::LogGroup", Name="/g")], "identified by LogGroupName"),
        (
            {"G": group("/g", 7)},
            [one("G", "AWS::Logs::LogGroup", LogGroupName="/g")],
            "missing DeletionPolicy",
        ),
        (
            {"G": G, "H": G},
            [one("G", "AWS::Logs::LogGroup", LogGroupName="/g")],
            r"cannot modify or add \[H\]",
        ),
        (
            {"T": {"Type": "AWS::SNS::Topic", "DeletionPolicy": "Retain"}},
            [one("T", "AWS::SNS::Topic", TopicArn="t")],
            r"ResourceTypes \[AWS::SNS::Topic\] are not supported for Import",
        ),
    ],
)
def test_an_import_that_cannot_be_is_refused(
    cloud: Cloud, resources: dict[str, Any], imports: list[dict[str, Any]], sentence: str
) -> None:
    with pytest.raises(ClientError, match=sentence):
        ask(cloud, "refused", resources, *imports)
    with pytest.raises(ClientError, match="does not exist"):
        status(cloud, "refused")


def test_a_template_says_what_can_be_imported_and_by_what_name(cloud: Cloud) -> None:
    body = json.dumps({"Resources": {"B": BUCKET, "G": G, "H": G}})
    summary = cloud.stacks.get_template_summary(TemplateBody=body)
    assert summary["ResourceIdentifierSummaries"] == [
        {
            "ResourceType": "AWS::S3::Bucket",
            "LogicalResourceIds": ["B"],
            "ResourceIdentifiers": ["BucketName"],
        },
        {
            "ResourceType": "AWS::Logs::LogGroup",
            "LogicalResourceIds": ["G", "H"],
            "ResourceIdentifiers": ["LogGroupName"],
        },
    ]
