"""A stack's model package groups and packages: what changes in place, and what is made anew."""

from __future__ import annotations

from typing import Any

import pytest

from ...cloud import Cloud, outputs
from .one_resource import deployed, failed

GROUP, PACKAGE = "AWS::SageMaker::ModelPackageGroup", "AWS::SageMaker::ModelPackage"
POLICY = {"Version": "2012-10-17", "Statement": []}
SPECIFICATION = {
    "Containers": [{"Image": "example/serving:1", "ModelDataUrl": "s3://b/model.tar.gz"}],
    "SupportedContentTypes": ["text/csv"],
    "SupportedResponseMIMETypes": ["text/csv"],
}
NEO = {"Name": "neo", "Containers": [{"Image": "example/neo:1"}]}
INSTANCES = {
    "SupportedTransformInstanceTypes": ["ml.m5.large"],
    "SupportedRealtimeInferenceInstanceTypes": ["ml.m5.large"],
}


def group(cloud: Cloud, stack: str, **properties: Any) -> dict[str, str]:
    attributes = ("ModelPackageGroupArn", "ModelPackageGroupStatus", "CreationTime")
    return deployed(
        cloud, GROUP, {"ModelPackageGroupName": stack, **properties}, *attributes, stack=stack
    )


def test_a_group_is_its_arn_and_its_policy_and_tags_change_in_place(cloud: Cloud) -> None:
    client = cloud.aws.client("sagemaker")
    tags = [{"Key": "team", "Value": "risk"}]
    made = group(cloud, "mpg", ModelPackageGroupPolicy=POLICY, Tags=tags)
    arn = made["Ref"]
    assert arn == made["ModelPackageGroupArn"] == f"{arn.rpartition('/')[0]}/mpg"
    assert made["ModelPackageGroupStatus"] == "Completed"
    assert client.get_model_package_group_policy(ModelPackageGroupName="mpg")["ResourcePolicy"]
    assert client.list_tags(ResourceArn=arn)["Tags"] == tags
    assert group(cloud, "mpg")["CreationTime"] == made["CreationTime"]
    assert client.list_tags(ResourceArn=arn)["Tags"] == []
    with pytest.raises(client.exceptions.ClientError, match="Cannot find resource policy"):
        client.get_model_package_group_policy(ModelPackageGroupName="mpg")


def test_a_group_of_another_name_is_another_group(cloud: Cloud) -> None:
    group(cloud, "mpg-first")
    properties = {"ModelPackageGroupName": "mpg-second"}
    assert deployed(cloud, GROUP, properties, stack="mpg-first")["Ref"].endswith("/mpg-second")
    listed = cloud.aws.client("sagemaker").list_model_package_groups(NameContains="mpg-first")
    assert listed["ModelPackageGroupSummaryList"] == []


def test_a_group_with_a_version_in_it_stays(cloud: Cloud) -> None:
    group(cloud, "mpg-full")
    client = cloud.aws.client("sagemaker")
    arn = client.create_model_package(
        ModelPackageGroupName="mpg-full", InferenceSpecification=SPECIFICATION
    )["ModelPackageArn"]
    cloud.stacks.delete_stack(StackName="mpg-full")
    assert cloud.settled("mpg-full")["StackStatus"] == "DELETE_FAILED"
    assert "still contains Model Packages" in " ".join(cloud.reasons("mpg-full"))
    client.delete_model_package(ModelPackageName=arn)


def version(**properties: Any) -> dict[str, Any]:
    """A group and a version of it."""
    return {
        "Group": {"Type": GROUP, "Properties": {"ModelPackageGroupName": "mp"}},
        "Version": {
            "Type": PACKAGE,
            "DependsOn": "Group",
            "Properties": {
                "ModelPackageGroupName": "mp",
                "InferenceSpecification": SPECIFICATION,
                **properties,
            },
        },
    }


def test_a_version_is_approved_in_place_and_made_anew_for_other_containers(cloud: Cloud) -> None:
    client = cloud.aws.client("sagemaker")

    def brought(**properties: Any) -> dict[str, Any]:
        wanted = {"Ref": {"Value": {"Ref": "Version"}}}
        stack = cloud.deploy("mp", version(**properties), Outputs=wanted)
        assert stack["StackStatus"].endswith("_COMPLETE"), cloud.reasons("mp")
        shown: dict[str, Any] = client.describe_model_package(
            ModelPackageName=outputs(stack)["Ref"]
        )
        return shown

    metadata = {"CustomerMetadataProperties": {"owner": "a", "cost": 7}}
    first = brought(ModelApprovalStatus="Rejected", ApprovalDescription="too old", **metadata)
    assert (first["ModelApprovalStatus"], first["ApprovalDescription"]) == ("Rejected", "too old")
    second = brought(
        ModelApprovalStatus="Approved",
        CustomerMetadataProperties={"owner": "b"},
        AdditionalInferenceSpecificationsToAdd=[NEO],
    )
    assert second["ModelPackageVersion"] == 1
    assert second["ModelApprovalStatus"] == "Approved"
    assert second["CustomerMetadataProperties"] == {"owner": "b"}
    assert [each["Name"] for each in second["AdditionalInferenceSpecifications"]] == ["neo"]
    third = brought(ModelPackageDescription="another")
    assert (third["ModelPackageVersion"], third["ModelPackageDescription"]) == (2, "another")
    assert (
        len(client.list_model_packages(ModelPackageGroupName="mp")["ModelPackageSummaryList"]) == 1
    )


def test_a_package_alone_has_tags_and_nothing_else_that_changes(cloud: Cloud) -> None:
    alone = {"InferenceSpecification": SPECIFICATION | INSTANCES}
    tags = [{"Key": "team", "Value": "risk"}]
    arn = deployed(cloud, PACKAGE, alone, stack="mp-alone")["Ref"]
    assert deployed(cloud, PACKAGE, alone | {"Tags": tags}, stack="mp-alone")["Ref"] == arn
    assert cloud.aws.client("sagemaker").list_tags(ResourceArn=arn)["Tags"] == tags
    approved = alone | {"ModelApprovalStatus": "Approved"}
    assert "only a version of a group can be updated" in failed(
        cloud, PACKAGE, approved, stack="mp-alone"
    )


def test_what_the_api_refuses_fails_the_stack_in_its_words(cloud: Cloud) -> None:
    properties = {"ModelPackageGroupName": "none", "InferenceSpecification": SPECIFICATION}
    assert "does not exist" in failed(cloud, PACKAGE, properties, stack="mp-none")
