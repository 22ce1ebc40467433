"""What an update leaves of a package, and adds to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.registry.package import ModelPackage
from localaws.registry.package_update import updated
from localaws.sagemaker.errors import ApiError

from .conftest import ARN, SPECIFICATION

THEN, NOW = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)
NEO = SPECIFICATION | {"Name": "neo"}


def package(**members: Any) -> ModelPackage:
    request = {"InferenceSpecification": SPECIFICATION, **members}
    return ModelPackage(f"{ARN}:model-package/churn/1", request, THEN, THEN, "churn", 1)


def test_what_is_not_named_stays() -> None:
    before = package(ModelApprovalStatus="Approved", ApprovalDescription="fine")
    after = updated(before, {"ModelApprovalStatus": "Rejected"}, NOW)
    assert after.request == before.request | {"ModelApprovalStatus": "Rejected"}
    assert (after.created, after.modified) == (THEN, NOW)


def test_metadata_is_set_and_removed_key_by_key() -> None:
    before = package(CustomerMetadataProperties={"a": "1", "b": "2"})
    after = updated(
        before,
        {"CustomerMetadataProperties": {"c": "3"}, "CustomerMetadataPropertiesToRemove": ["a"]},
        NOW,
    )
    assert after.request["CustomerMetadataProperties"] == {"b": "2", "c": "3"}
    none = updated(after, {"CustomerMetadataPropertiesToRemove": ["b", "c", "d"]}, NOW)
    assert "CustomerMetadataProperties" not in none.request


def test_metadata_does_not_grow_without_end() -> None:
    before = package(CustomerMetadataProperties={str(n): "" for n in range(50)})
    with pytest.raises(ApiError, match="at most 50"):
        updated(before, {"CustomerMetadataProperties": {"x": ""}}, NOW)


def test_specifications_are_added_under_new_names() -> None:
    asked = {"AdditionalInferenceSpecificationsToAdd": [NEO]}
    after = updated(package(), asked, NOW)
    assert after.request["AdditionalInferenceSpecifications"] == [NEO]
    with pytest.raises(ApiError, match="'neo' is not"):
        updated(after, asked, NOW)


def test_a_package_has_at_most_fifteen_specifications_more() -> None:
    more = [NEO | {"Name": f"n{n}"} for n in range(15)]
    after = updated(package(), {"AdditionalInferenceSpecificationsToAdd": more}, NOW)
    with pytest.raises(ApiError, match="at most 15"):
        updated(after, {"AdditionalInferenceSpecificationsToAdd": [NEO]}, NOW)


def test_a_card_keeps_its_content_when_its_status_changes() -> None:
    before = package(ModelCard={"ModelCardContent": "{}", "ModelCardStatus": "Draft"})
    after = updated(before, {"ModelCard": {"ModelCardStatus": "Approved"}}, NOW)
    assert after.request["ModelCard"] == {"ModelCardContent": "{}", "ModelCardStatus": "Approved"}


def test_a_package_alone_cannot_be_updated() -> None:
    alone = replace(package(), arn=f"{ARN}:model-package/churn", group=None, version=None)
    with pytest.raises(ApiError, match="has no group"):
        updated(alone, {"ModelApprovalStatus": "Approved"}, NOW)
