"""Groups of model packages: made, listed, given a policy, and not deleted with versions in them."""

from __future__ import annotations

import json

import pytest

from .conftest import ARN, Bench

POLICY = json.dumps({"Version": "2012-10-17", "Statement": []})
TAGS = [{"Key": "team", "Value": "risk"}]


def test_a_group_says_what_it_was_made_with(bench: Bench) -> None:
    bench.group("churn", ModelPackageGroupDescription="who leaves", Tags=TAGS)
    shown = bench.call("DescribeModelPackageGroup", ModelPackageGroupName="churn")
    assert shown.pop("CreationTime").tzinfo is not None
    assert shown == {
        "ModelPackageGroupName": "churn",
        "ModelPackageGroupArn": f"{ARN}:model-package-group/churn",
        "ModelPackageGroupDescription": "who leaves",
        "ModelPackageGroupStatus": "Completed",
        "CreatedBy": {},
    }
    assert bench.call("ListTags", ResourceArn=shown["ModelPackageGroupArn"])["Tags"] == TAGS


def test_a_group_is_found_by_its_arn_too(bench: Bench) -> None:
    arn = f"{ARN}:model-package-group/{bench.group('churn')}"
    shown = bench.call("DescribeModelPackageGroup", ModelPackageGroupName=arn)
    assert shown["ModelPackageGroupName"] == "churn"


def test_the_group_of_another_account_is_not_ours(bench: Bench) -> None:
    bench.group("churn")
    other = "arn:aws:sagemaker:eu-west-1:999999999999:model-package-group/churn"
    error = bench.refusal("DescribeModelPackageGroup", ModelPackageGroupName=other)
    assert error.message == f"ModelPackageGroup {other} does not exist."


def test_a_name_is_given_once(bench: Bench) -> None:
    bench.group("churn")
    error = bench.refusal("CreateModelPackageGroup", ModelPackageGroupName="churn")
    assert (error.code, error.status) == ("ValidationException", 400)
    assert error.message == f"Model Package Group already exists: {ARN}:model-package-group/churn"


def test_a_deleted_group_is_gone_with_its_tags(bench: Bench) -> None:
    bench.group("churn", Tags=TAGS)
    bench.call("DeleteModelPackageGroup", ModelPackageGroupName="churn")
    error = bench.refusal("DescribeModelPackageGroup", ModelPackageGroupName="churn")
    assert error.message == f"ModelPackageGroup {ARN}:model-package-group/churn does not exist."
    bench.refusal("ListTags", ResourceArn=f"{ARN}:model-package-group/churn")


def test_a_group_with_a_version_is_not_deleted(bench: Bench) -> None:
    arn = bench.version(bench.group("churn"))
    error = bench.refusal("DeleteModelPackageGroup", ModelPackageGroupName="churn")
    assert error.code == "ConflictException"
    assert "cannot be deleted because it still contains Model Packages" in error.message
    bench.call("DeleteModelPackage", ModelPackageName=arn)
    bench.call("DeleteModelPackageGroup", ModelPackageGroupName="churn")


def test_groups_are_listed_by_name_and_in_pages(bench: Bench) -> None:
    for name in ("churn-b", "churn-a", "fraud"):
        bench.group(name)
    listed = bench.call("ListModelPackageGroups", NameContains="churn", SortBy="Name", MaxResults=1)
    assert [g["ModelPackageGroupName"] for g in listed["ModelPackageGroupSummaryList"]] == [
        "churn-a"
    ]
    rest = bench.call(
        "ListModelPackageGroups",
        NameContains="churn",
        SortBy="Name",
        NextToken=listed["NextToken"],
    )
    assert [g["ModelPackageGroupName"] for g in rest["ModelPackageGroupSummaryList"]] == ["churn-b"]
    assert "NextToken" not in rest


def test_groups_are_listed_oldest_first(bench: Bench) -> None:
    made = [bench.group() for _ in range(3)]
    listed = bench.call("ListModelPackageGroups")["ModelPackageGroupSummaryList"]
    assert [group["ModelPackageGroupName"] for group in listed] == made


def test_no_other_account_shares_a_group(bench: Bench) -> None:
    bench.group()
    listed = bench.call("ListModelPackageGroups", CrossAccountFilterOption="CrossAccount")
    assert listed == {"ModelPackageGroupSummaryList": []}


def test_a_policy_is_put_read_and_deleted(bench: Bench) -> None:
    name = {"ModelPackageGroupName": bench.group("churn")}
    arn = f"{ARN}:model-package-group/churn"
    put = bench.call("PutModelPackageGroupPolicy", **name, ResourcePolicy=POLICY)
    assert put == {"ModelPackageGroupArn": arn}
    assert bench.call("GetModelPackageGroupPolicy", **name) == {"ResourcePolicy": POLICY}
    bench.call("DeleteModelPackageGroupPolicy", **name)
    for operation in ("GetModelPackageGroupPolicy", "DeleteModelPackageGroupPolicy"):
        error = bench.refusal(operation, **name)
        assert error.message == f"Cannot find resource policy for: {arn}"


def test_the_policy_of_no_group_is_not_found(bench: Bench) -> None:
    error = bench.refusal("GetModelPackageGroupPolicy", ModelPackageGroupName="none")
    assert error.message == f"Cannot find Model Package Group: {ARN}:model-package-group/none"


@pytest.mark.parametrize(
    ("policy", "says"), [("{", "must be JSON"), ("[]", "must be a JSON object")]
)
def test_a_policy_is_a_json_object(bench: Bench, policy: str, says: str) -> None:
    group = bench.group()
    error = bench.refusal(
        "PutModelPackageGroupPolicy", ModelPackageGroupName=group, ResourcePolicy=policy
    )
    assert says in error.message


def test_managed_storage_is_refused_by_name(bench: Bench) -> None:
    error = bench.refusal(
        "CreateModelPackageGroup",
        ModelPackageGroupName="churn",
        ManagedConfiguration={"ManagedStorageType": "Restricted"},
    )
    assert error.message.startswith("ManagedConfiguration is not supported by this embedded AWS.")
