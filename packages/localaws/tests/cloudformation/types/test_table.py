"""Tables of a stack: what is in one survives every change that leaves its key."""

from __future__ import annotations

from typing import Any

from localaws.cloudformation.types.table import _changes

from ...cloud import Cloud
from .one_resource import deployed

KIND = "AWS::DynamoDB::Table"
TEXT_A, TEXT_B = ({"AttributeName": name, "AttributeType": "S"} for name in "ab")
ON_DEMAND: dict[str, Any] = {
    "KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}],
    "AttributeDefinitions": [TEXT_A],
    "BillingMode": "PAY_PER_REQUEST",
}
BY_B = {
    "IndexName": "by-b",
    "KeySchema": [{"AttributeName": "b", "KeyType": "HASH"}],
    "Projection": {"ProjectionType": "ALL"},
}
MORE = {
    "AttributeDefinitions": [TEXT_A, TEXT_B],
    "GlobalSecondaryIndexes": [BY_B],
    "TimeToLiveSpecification": {"AttributeName": "until", "Enabled": "true"},
    "DeletionProtectionEnabled": True,
    "PointInTimeRecoverySpecification": {"PointInTimeRecoveryEnabled": True},
    "Tags": [{"Key": "team", "Value": "ner"}],
}


def test_what_is_in_a_table_survives_a_change(cloud: Cloud) -> None:
    dynamodb = cloud.aws.client("dynamodb")

    def table(**more: Any) -> dict[str, Any]:
        name = deployed(cloud, KIND, ON_DEMAND | more, "Arn", stack="table")["Ref"]
        found: dict[str, Any] = dynamodb.describe_table(TableName=name)["Table"]
        return found

    def expiry(name: str) -> str:
        found = dynamodb.describe_time_to_live(TableName=name)["TimeToLiveDescription"]
        return str(found["TimeToLiveStatus"])

    def history(name: str) -> str:
        found = dynamodb.describe_continuous_backups(TableName=name)
        of_table = found["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        return str(of_table["PointInTimeRecoveryStatus"])

    name = table()["TableName"]
    item = {"a": {"S": "x"}, "b": {"S": "y"}}
    dynamodb.put_item(TableName=name, Item=item)
    (index,) = table(**MORE)["GlobalSecondaryIndexes"]
    assert index["IndexName"] == "by-b"
    assert (expiry(name), history(name)) == ("ENABLED", "ENABLED")
    after = table()
    assert after["TableName"] == name
    assert not after.get("GlobalSecondaryIndexes")
    assert after["DeletionProtectionEnabled"] is False
    assert (expiry(name), history(name)) == ("DISABLED", "DISABLED")
    assert dynamodb.get_item(TableName=name, Key={"a": {"S": "x"}})["Item"] == item


def test_items_expire_in_a_table_that_is_made_so(cloud: Cloud) -> None:
    name = deployed(cloud, KIND, ON_DEMAND | MORE, stack="table-expires")["Ref"]
    found = cloud.aws.client("dynamodb").describe_time_to_live(TableName=name)
    assert found["TimeToLiveDescription"]["AttributeName"] == "until"


def test_indexes_change_one_at_a_time_and_one_with_another_key_is_a_new_one() -> None:
    other = BY_B | {"KeySchema": [{"AttributeName": "a", "KeyType": "HASH"}]}
    new = ON_DEMAND | {"GlobalSecondaryIndexes": [other]}
    asked = list(_changes(ON_DEMAND | {"GlobalSecondaryIndexes": [BY_B]}, new))
    assert [each["GlobalSecondaryIndexUpdates"] for each in asked] == [
        [{"Delete": {"IndexName": "by-b"}}],
        [{"Create": other}],
    ]
