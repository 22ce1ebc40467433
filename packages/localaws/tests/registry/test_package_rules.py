"""What a request for a package must keep."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.registry import package_rules
from localaws.sagemaker.errors import ApiError

from .conftest import INSTANCES, SPECIFICATION

NAMED = {"ModelPackageName": "churn"}
GROUPED = {"ModelPackageGroupName": "churn", "InferenceSpecification": SPECIFICATION}
ALONE = {**NAMED, "InferenceSpecification": SPECIFICATION | INSTANCES}
WITH_ENVIRONMENT = {"Containers": [{"Image": "i", "Environment": {"A": "b"}}]}
ROLE = "arn:aws:iam::123456789012:role/validation"


@pytest.mark.parametrize("request_", [GROUPED, ALONE])
def test_a_request_that_keeps_them_passes(request_: dict[str, Any]) -> None:
    package_rules.check(request_)


@pytest.mark.parametrize(
    ("request_", "says"),
    [
        (GROUPED | NAMED, "Both ModelPackageName and ModelPackageGroupName are provided"),
        ({"InferenceSpecification": SPECIFICATION}, "Missing ARN."),
        (GROUPED | {"Tags": [{"Key": "a", "Value": "b"}]}, "Tag the group."),
        ({"ModelPackageGroupName": "churn"}, "InferenceSpecification is missing"),
        (GROUPED | {"SourceUri": "arn"}, "cannot be given together"),
        (NAMED | {"SourceUri": "arn"}, "SourceUri is for versions"),
        (GROUPED | NAMED | {"ModelPackageGroupName": "x"}, "Both"),
        (NAMED | {"InferenceSpecification": SPECIFICATION}, "SupportedTransformInstanceTypes"),
        (
            NAMED | {"InferenceSpecification": SPECIFICATION | INSTANCES | WITH_ENVIRONMENT},
            "Environment variable map cannot be specified",
        ),
        (
            GROUPED | {"AdditionalInferenceSpecifications": [SPECIFICATION | {"Name": "neo"}] * 2},
            "must be unique, and 'neo' is not",
        ),
        (
            GROUPED
            | {"ValidationSpecification": {"ValidationRole": ROLE, "ValidationProfiles": []}},
            "ValidationSpecification is not supported by this embedded AWS.",
        ),
        (GROUPED | {"CertifyForMarketplace": True}, "no Marketplace"),
        (GROUPED | {"SourceAlgorithmSpecification": {"SourceAlgorithms": []}}, "no algorithm"),
    ],
)
def test_a_request_that_breaks_one_is_told_which(request_: dict[str, Any], says: str) -> None:
    with pytest.raises(ApiError, match=says):
        package_rules.check(request_)


def test_a_logged_package_needs_no_containers() -> None:
    package_rules.check(
        {"ModelPackageGroupName": "churn", "ModelPackageRegistrationType": "Logged"}
    )


def test_what_is_given_is_not_overwritten_by_a_default() -> None:
    given = package_rules.completed(GROUPED | {"ModelApprovalStatus": "Approved"})
    assert given["ModelApprovalStatus"] == "Approved"
