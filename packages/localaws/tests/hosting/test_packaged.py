"""Models from packages: whose containers they have, and which packages no model is made of."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.hosting.packaged import unpacked
from localaws.sagemaker.errors import ApiError

ARN = "arn:aws:sagemaker:eu-west-1:123456789012:model-package/churn/3"
NAMED = {"ModelPackageName": ARN}
CONTAINER = {"Image": "i", "ModelDataUrl": "s3://b/k", "Environment": {"A": "1", "B": "2"}}
NEO = {"Name": "neo", "Containers": [{"Image": "neo"}]}


def package(**members: Any) -> dict[str, Any]:
    return {
        "ModelPackageArn": ARN,
        "ModelPackageGroupName": "churn",
        "ModelPackageStatus": "Completed",
        "ModelApprovalStatus": "Approved",
        "InferenceSpecification": {"Containers": [CONTAINER]},
        "AdditionalInferenceSpecifications": [NEO],
    } | members


def made(request: dict[str, Any], described: dict[str, Any]) -> dict[str, Any]:
    def call(operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        assert (operation, parameters) == ("DescribeModelPackage", NAMED)
        return described

    return unpacked({"ModelName": "m"} | request, call)


def test_a_model_has_the_container_of_its_package() -> None:
    request = {"PrimaryContainer": NAMED | {"Environment": {"B": "3", "C": "4"}}}
    assert made(request, package()) == {
        "ModelName": "m",
        "PrimaryContainer": {
            "Image": "i",
            "ModelDataUrl": "s3://b/k",
            "ModelPackageName": ARN,
            "Environment": {"A": "1", "B": "3", "C": "4"},
        },
    }


def test_a_package_of_two_containers_is_a_pipeline() -> None:
    two = {"Containers": [{"Image": "first"}, {"Image": "second"}]}
    request = made({"PrimaryContainer": NAMED}, package(InferenceSpecification=two))
    assert [container["Image"] for container in request["Containers"]] == ["first", "second"]
    assert "PrimaryContainer" not in request


def test_a_container_beside_a_package_stays() -> None:
    request = made({"Containers": [{"Image": "before"}, NAMED]}, package())
    assert [container["Image"] for container in request["Containers"]] == ["before", "i"]


def test_a_specification_is_chosen_by_its_name() -> None:
    chosen = NAMED | {"InferenceSpecificationName": "neo"}
    request = made({"PrimaryContainer": chosen}, package())
    assert request["PrimaryContainer"]["Image"] == "neo"


def test_a_package_alone_needs_no_approval() -> None:
    alone = package()
    del alone["ModelPackageGroupName"], alone["ModelApprovalStatus"]
    assert made({"PrimaryContainer": NAMED}, alone)["PrimaryContainer"]["Image"] == "i"


@pytest.mark.parametrize("approval", ["Rejected", "PendingManualApproval"])
def test_a_version_that_is_not_approved_makes_no_model(approval: str) -> None:
    with pytest.raises(ApiError) as caught:
        made({"PrimaryContainer": NAMED}, package(ModelApprovalStatus=approval))
    assert caught.value.message == (
        f"Cannot create a model from ModelPackage {ARN}: its ModelApprovalStatus is {approval}, "
        "and must be Approved. Approve it with UpdateModelPackage."
    )


@pytest.mark.parametrize(
    ("container", "members", "says"),
    [
        (NAMED | {"Image": "other"}, {}, "must not have Image"),
        (NAMED | {"InferenceSpecificationName": "x"}, {}, "has no inference specification named x"),
        (NAMED, {"ModelPackageStatus": "Failed"}, "it is Failed"),
        ({"Image": "i", "InferenceSpecificationName": "x"}, {}, "needs ModelPackageName"),
    ],
)
def test_what_cannot_be_is_refused(
    container: dict[str, Any], members: dict[str, Any], says: str
) -> None:
    with pytest.raises(ApiError, match=says):
        made({"PrimaryContainer": container}, package(**members))


def test_a_package_without_containers_makes_no_model() -> None:
    empty = package()
    del empty["InferenceSpecification"]
    with pytest.raises(ApiError, match="has no InferenceSpecification"):
        made({"PrimaryContainer": NAMED}, empty)


def test_a_request_without_a_package_is_left_as_it_is() -> None:
    request = {"PrimaryContainer": CONTAINER}
    assert made(request, {}) == {"ModelName": "m"} | request
