"""A first stack takes over what an earlier one left: the bucket with the data, and the log group."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from stepline import takeover
from stepline.takeover import Left, context_of, mapping
from stepline.target import Target
from tests.stepline import clients

GROUP = "/aws/vendedlogs/states/stepline-shop-dev"
TEMPLATE = {
    "Resources": {
        "Bucket1": {"Type": "AWS::S3::Bucket"},
        "Logs": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": GROUP}},
        "Other": {"Type": "AWS::Logs::LogGroup", "Properties": {"LogGroupName": "/aws/lambda/x"}},
        "Role": {"Type": "AWS::IAM::Role"},
    }
}


def account(
    monkeypatch: Any,
    *,
    stack: bool = False,
    groups: tuple[str, ...] = (),
    tables: tuple[str, ...] = (),
    key: str | None = None,
    **buckets: bool,
) -> Target:
    """`buckets` say whether they hold data, the latest first; so come `tables`."""

    def list_objects_v2(Bucket: str, **_: Any) -> dict[str, int]:  # noqa: N803 - boto3's
        return {"KeyCount": 1} if buckets[Bucket] else {}

    monkeypatch.setattr(takeover.buckets, "left", lambda *_: list(buckets))
    stacks = [{"StackName": "stepline-shop-dev"}] if stack else []
    return clients.target(
        cloudformation=SimpleNamespace(describe_stacks=lambda **_: {"Stacks": stacks}),
        s3=SimpleNamespace(
            list_objects_v2=list_objects_v2,
            get_bucket_encryption=lambda **_: {
                "ServerSideEncryptionConfiguration": {
                    "Rules": [
                        {
                            "ApplyServerSideEncryptionByDefault": {"KMSMasterKeyID": key}
                            if key
                            else {}
                        }
                    ]
                }
            },
        ),
        dynamodb=SimpleNamespace(
            list_tables=lambda **_: {"TableNames": list(tables)},
            describe_table=lambda **named: {
                "Table": {
                    "TableName": named["TableName"],
                    "CreationDateTime": -tables.index(named["TableName"]),
                }
            },
        ),
        logs=SimpleNamespace(
            describe_log_groups=lambda **_: {"logGroups": [{"logGroupName": g} for g in groups]}
        ),
    )


def test_the_latest_bucket_with_data_is_taken_and_the_others_are_named(monkeypatch: Any) -> None:
    left = takeover.find(account(monkeypatch, new=False, full=True, old=True), "shop", "dev")
    assert left == Left("full", None, ("new", "old"))
    assert [sentence.split(" as ")[0] for sentence in left.sentences] == [
        "Takes over the bucket full, which an earlier stack left.",
        "Leaves the bucket new",
        "Leaves the bucket old",
    ]


def test_where_none_holds_data_it_is_the_latest(monkeypatch: Any) -> None:
    left = takeover.find(account(monkeypatch, new=False, old=False), "shop", "dev")
    assert left == Left("new", None, ("old",))


def test_a_log_group_is_taken_over_by_its_very_name(monkeypatch: Any) -> None:
    left = takeover.find(account(monkeypatch, groups=(f"{GROUP}2", GROUP)), "shop", "dev")
    assert left == Left(None, GROUP)
    assert list(left.sentences) == [f"Takes over the log group {GROUP}."]
    assert takeover.find(account(monkeypatch, groups=(f"{GROUP}2",)), "shop", "dev") is None


def test_a_stack_has_a_bucket_of_its_own(monkeypatch: Any) -> None:
    assert takeover.find(account(monkeypatch, stack=True, full=True), "shop", "dev") is None
    assert takeover.find(account(monkeypatch), "shop", "dev") is None


def test_the_cdk_cli_is_told_by_logical_ids() -> None:
    assert mapping(TEMPLATE, Left("left", GROUP)) == {
        "Bucket1": {"BucketName": "left"},
        "Logs": {"LogGroupName": GROUP},
    }
    assert mapping(TEMPLATE, Left("left", None)) == {"Bucket1": {"BucketName": "left"}}


def test_a_synthesis_takes_the_context_and_no_other_option() -> None:
    options = ["-c", "a=1", "--hotswap", "--context", "b=2", "--context=c=3", "-e", "-c"]
    assert context_of(options) == ["-c", "a=1", "--context", "b=2", "--context=c=3", "-c"]


def test_the_latest_table_of_its_runs_is_taken_over_with_the_buckets_key(monkeypatch: Any) -> None:
    tables = ("stepline-shop-dev-TableB-2", "stepline-shop-dev-TableB-1", "stepline-shop-dev2")
    arn = "arn:aws:kms:us-east-1:123456789012:key/1234abcd"
    left = takeover.find(account(monkeypatch, full=True, tables=tables, key=arn), "shop", "dev")
    assert left == Left("full", None, (), "stepline-shop-dev-TableB-2", "1234abcd")
    template = {
        "Resources": {
            "Bucket1": {"Type": "AWS::S3::Bucket"},
            "Table1": {"Type": "AWS::DynamoDB::Table"},
            "Key1": {"Type": "AWS::KMS::Key"},
        }
    }
    assert mapping(template, left) == {
        "Bucket1": {"BucketName": "full"},
        "Table1": {"TableName": "stepline-shop-dev-TableB-2"},
        "Key1": {"KeyId": "1234abcd"},
    }
