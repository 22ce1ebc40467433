"""Model packages: numbered, approved, listed, described one by one and in batches."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import ARN, INSTANCES, SPECIFICATION, TYPES, Bench

TAGS = [{"Key": "team", "Value": "risk"}]


def numbers(listed: dict[str, Any]) -> list[int]:
    return [each["ModelPackageVersion"] for each in listed["ModelPackageSummaryList"]]


def test_a_version_waits_for_its_approval(bench: Bench) -> None:
    arn = bench.version(bench.group("churn"), ModelPackageDescription="the first")
    shown = bench.described(arn)
    assert arn == f"{ARN}:model-package/churn/1"
    assert shown.pop("CreationTime") == shown.pop("LastModifiedTime")
    assert shown == {
        "ModelPackageName": "churn/1",
        "ModelPackageGroupName": "churn",
        "ModelPackageVersion": 1,
        "ModelPackageArn": arn,
        "ModelPackageDescription": "the first",
        "InferenceSpecification": SPECIFICATION,
        "ModelPackageStatus": "Completed",
        "ModelPackageStatusDetails": {"ValidationStatuses": [], "ImageScanStatuses": []},
        "ModelApprovalStatus": "PendingManualApproval",
        "CertifyForMarketplace": False,
        "SkipModelValidation": "None",
        "CreatedBy": {},
    }


def test_a_number_is_never_given_twice(bench: Bench) -> None:
    group = bench.group("churn")
    bench.call("DeleteModelPackage", ModelPackageName=bench.version(group))
    assert bench.version(group).endswith("churn/2")


def test_a_version_has_the_tags_of_its_group(bench: Bench) -> None:
    arn = bench.version(bench.group(Tags=TAGS))
    assert bench.call("ListTags", ResourceArn=arn)["Tags"] == TAGS


def test_a_version_is_made_in_a_group_named_by_its_arn(bench: Bench) -> None:
    bench.group("churn")
    assert bench.version(f"{ARN}:model-package-group/churn").endswith(":model-package/churn/1")


def test_a_version_needs_its_group(bench: Bench) -> None:
    error = bench.refusal(
        "CreateModelPackage", ModelPackageGroupName="none", InferenceSpecification=SPECIFICATION
    )
    assert error.message == f"ModelPackageGroup {ARN}:model-package-group/none does not exist."


def test_a_package_alone_is_named_and_needs_no_approval(bench: Bench) -> None:
    shown = bench.described(bench.alone("churn", Tags=TAGS))
    assert shown["ModelPackageName"] == "churn"
    assert "ModelApprovalStatus" not in shown
    assert bench.call("ListTags", ResourceArn=shown["ModelPackageArn"])["Tags"] == TAGS
    assert bench.described("churn") == shown


def test_a_name_alone_is_given_once(bench: Bench) -> None:
    bench.alone("churn")
    error = bench.refusal(
        "CreateModelPackage",
        ModelPackageName="churn",
        InferenceSpecification=SPECIFICATION | INSTANCES,
    )
    assert error.message == f"ModelPackage already exists: {ARN}:model-package/churn"


def test_a_client_token_makes_one_package(bench: Bench) -> None:
    group = bench.group()
    assert bench.version(group, ClientToken="t") == bench.version(group, ClientToken="t")
    error = bench.refusal(
        "CreateModelPackage",
        ModelPackageGroupName=bench.group(),
        InferenceSpecification=SPECIFICATION,
        ClientToken="t",
    )
    assert error.message == "ClientToken t was used for another request."


def test_a_client_token_of_a_deleted_package_makes_another(bench: Bench) -> None:
    group = bench.group()
    deleted = bench.version(group, ClientToken="d")
    bench.call("DeleteModelPackage", ModelPackageName=deleted)
    assert bench.described(bench.version(group, ClientToken="d"))["ModelPackageVersion"] == 2


def test_versions_are_listed_of_their_group_oldest_first(bench: Bench) -> None:
    group, other = bench.group(), bench.group()
    made = [bench.version(group) for _ in range(11)]
    bench.version(other)
    bench.update(made[2], ModelApprovalStatus="Approved")
    assert numbers(bench.call("ListModelPackages", ModelPackageGroupName=group)) == [*range(1, 12)]
    approved = bench.call(
        "ListModelPackages", ModelPackageGroupName=group, ModelApprovalStatus="Approved"
    )
    assert numbers(approved) == [3]
    newest = bench.call(
        "ListModelPackages", ModelPackageGroupName=group, SortOrder="Descending", MaxResults=2
    )
    assert numbers(newest) == [11, 10]


def test_packages_alone_are_listed_unless_others_are_asked_for(bench: Bench) -> None:
    bench.version(bench.group("churn"))
    bench.alone("fraud")
    for kind, arns in {
        None: ["fraud"],
        "Unversioned": ["fraud"],
        "Versioned": ["churn/1"],
        "Both": ["churn/1", "fraud"],
    }.items():
        asked = {"ModelPackageType": kind} if kind else {}
        listed = bench.call("ListModelPackages", **asked)["ModelPackageSummaryList"]
        assert [each["ModelPackageArn"].split("/", 1)[1] for each in listed] == arns


def test_a_batch_says_what_there_is_and_what_there_is_not(bench: Bench) -> None:
    arn, none = bench.version(bench.group("churn")), f"{ARN}:model-package/churn/2"
    found = bench.call("BatchDescribeModelPackage", ModelPackageArnList=[arn, none])
    assert found["ModelPackageSummaries"][arn]["InferenceSpecification"] == SPECIFICATION
    assert found["BatchDescribeModelPackageErrorMap"] == {
        none: {
            "ErrorCode": "ValidationException",
            "ErrorResponse": f"ModelPackage {none} does not exist.",
        }
    }


def test_an_update_is_told_as_aws_tells_it(bench: Bench) -> None:
    arn = bench.version(bench.group("churn"))
    bench.update(arn, ModelApprovalStatus="Approved", ApprovalDescription="good enough")
    made, approved = bench.heard
    assert made.detail_type == "SageMaker Model Package State Change"
    assert made.arn == approved.arn == arn
    assert made.described["ModelApprovalStatus"] == "PendingManualApproval"
    assert {"ModelPackageGroupName": "churn", "ModelPackageVersion": 1}.items() <= (
        approved.described.items()
    )
    assert approved.described["ModelApprovalStatus"] == "Approved"
    assert approved.described["ApprovalDescription"] == "good enough"
    assert approved.described["CreationTime"].endswith("Z")


def test_what_is_not_there_cannot_be_read_updated_or_deleted(bench: Bench) -> None:
    arn = f"{ARN}:model-package/churn/7"
    for operation, member in {
        "DescribeModelPackage": "ModelPackageName",
        "DeleteModelPackage": "ModelPackageName",
        "UpdateModelPackage": "ModelPackageArn",
    }.items():
        error = bench.refusal(operation, **{member: arn})
        assert error.message == f"ModelPackage {arn} does not exist."


def test_a_model_card_may_be_left_out(bench: Bench) -> None:
    card = {"ModelCardContent": "{}", "ModelCardStatus": "Draft"}
    arn = bench.version(bench.group(), ModelCard=card)
    assert bench.described(arn)["ModelCard"] == card
    assert bench.described(arn, IncludedData="MetadataOnly")["ModelCard"] == {
        "ModelCardStatus": "Draft"
    }


def test_an_image_of_our_own_registry_has_to_be_there(bench: Bench) -> None:
    image = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/none:1"
    error = bench.refusal(
        "CreateModelPackage",
        ModelPackageGroupName=bench.group(),
        InferenceSpecification={"Containers": [{"Image": image}], **TYPES},
    )
    assert error.message == f"Requested image {image} not found."


@pytest.mark.parametrize("member", ["InferenceSpecification", "AdditionalInferenceSpecifications"])
def test_a_refused_package_takes_no_number(bench: Bench, member: str) -> None:
    group = bench.group("churn")
    both = {
        "Containers": [
            {
                "ModelDataUrl": "s3://b/k",
                "ModelDataSource": {
                    "S3DataSource": {
                        "S3Uri": "s3://b/k",
                        "S3DataType": "S3Object",
                        "CompressionType": "Gzip",
                    }
                },
            }
        ],
        **TYPES,
    }
    wrong = both if member == "InferenceSpecification" else [both | {"Name": "neo"}]
    asked = {"InferenceSpecification": SPECIFICATION, member: wrong}
    error = bench.refusal("CreateModelPackage", ModelPackageGroupName=group, **asked)
    assert "has ModelDataUrl and ModelDataSource" in error.message
    assert bench.version(group).endswith("churn/1")
