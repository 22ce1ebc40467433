"""Packages made of a model or of another package."""

from __future__ import annotations

from .conftest import ARN, SPECIFICATION, Bench


def test_a_model_is_registered_by_its_arn(bench: Bench) -> None:
    container = {"Image": "i", "ModelDataUrl": "s3://b/k", "Mode": "SingleModel"}
    bench.scripted(
        "DescribeModel",
        lambda request: {"PrimaryContainer": container, "ModelArn": f"{ARN}:model/churn-2026"},
    )
    arn = bench.call(
        "CreateModelPackage",
        ModelPackageGroupName=bench.group(),
        SourceUri=f"{ARN}:model/churn-2026",
    )["ModelPackageArn"]
    shown = bench.described(arn)
    assert shown["InferenceSpecification"]["Containers"] == [
        {"Image": "i", "ModelDataUrl": "s3://b/k"}
    ]
    assert shown["SourceUri"] == f"{ARN}:model/churn-2026"


def test_a_package_is_copied_into_another_group(bench: Bench) -> None:
    source = bench.version(bench.group())
    arn = bench.call("CreateModelPackage", ModelPackageGroupName=bench.group(), SourceUri=source)[
        "ModelPackageArn"
    ]
    assert bench.described(arn)["InferenceSpecification"] == SPECIFICATION


def test_a_source_that_is_neither_is_refused(bench: Bench) -> None:
    group = bench.group()
    for source in ("https://example.com/card", f"{ARN}:endpoint/e", f"{ARN}:model"):
        error = bench.refusal("CreateModelPackage", ModelPackageGroupName=group, SourceUri=source)
        assert "names no model and no model package" in error.message


def test_a_model_of_another_region_is_not_taken_for_one_of_that_name(bench: Bench) -> None:
    bench.scripted("DescribeModel", lambda request: {"ModelArn": f"{ARN}:model/churn"})
    source = "arn:aws:sagemaker:ap-south-1:123456789012:model/churn"
    error = bench.refusal(
        "CreateModelPackage", ModelPackageGroupName=bench.group(), SourceUri=source
    )
    assert error.message == (
        f'Could not find model "{source}": it is not of this account and region.'
    )
