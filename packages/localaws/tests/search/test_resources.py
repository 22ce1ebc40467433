"""Packages, groups and models, found by what they say; models with what uses them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from localaws import registry
from localaws.search import resources

from .conftest import Bench

MOMENT = datetime(2026, 3, 1, tzinfo=UTC)
SPECIFICATION = {
    "Containers": [{"Image": "i"}],
    "SupportedContentTypes": ["text/csv"],
    "SupportedResponseMIMETypes": ["text/csv"],
}


@pytest.fixture
def packages(bench: Bench) -> Bench:
    registry.register(bench.service)
    for group in ("churn", "fraud"):
        bench.service.call("CreateModelPackageGroup", {"ModelPackageGroupName": group})
        bench.service.call(
            "CreateModelPackage",
            {
                "ModelPackageGroupName": group,
                "InferenceSpecification": SPECIFICATION,
                "CustomerMetadataProperties": {"owner": group},
            },
        )
    return bench


def found(bench: Bench, resource: str, name: str, value: str) -> list[dict[str, Any]]:
    filters = {"Filters": [{"Name": name, "Operator": "Equals", "Value": value}]}
    results = bench.search(Resource=resource, SearchExpression=filters)["Results"]
    return [each[resource] for each in results]


@pytest.mark.parametrize(
    ("resource", "name", "value"),
    [
        ("ModelPackageGroup", "ModelPackageGroupName", "churn"),
        ("ModelPackage", "ModelPackageGroupName", "churn"),
        ("ModelPackage", "ModelPackageName", "churn/1"),
        ("ModelPackage", "CustomerMetadataProperties.owner", "churn"),
    ],
)
def test_the_registry_is_searched(packages: Bench, resource: str, name: str, value: str) -> None:
    (result,) = found(packages, resource, name, value)
    assert result["ModelPackageGroupName"] == "churn"
    assert result["Tags"] == []


def test_a_model_is_shown_with_what_uses_it(bench: Bench) -> None:
    arn = bench.service.arn("model", "m")
    endpoint = {
        "EndpointName": "e",
        "EndpointArn": "arn:e",
        "EndpointConfigName": "c",
        "EndpointStatus": "InService",
        "CreationTime": MOMENT,
        "LastModifiedTime": MOMENT,
    }
    jobs = {
        name: {"TransformJobName": name, "ModelName": "m", "CreationTime": MOMENT.replace(day=day)}
        for name, day in (("old", 2), ("new", 3))
    }
    bench.service.tags.add(arn, [])
    variants = {"ProductionVariants": [{"ModelName": "m"}]}
    model = {"ModelName": "m", "ModelArn": arn, "CreationTime": MOMENT}
    bench.service.register(
        {
            "ListModels": lambda request: {"Models": [{"ModelName": "m"}]},
            "DescribeModel": lambda request: model,
            "ListEndpoints": lambda request: {"Endpoints": [endpoint]},
            "DescribeEndpoint": lambda request: endpoint,
            "DescribeEndpointConfig": lambda request: variants,
            "ListTransformJobs": lambda request: {"TransformJobSummaries": list(jobs.values())},
            "DescribeTransformJob": lambda request: jobs[request["TransformJobName"]],
        }
    )
    (result,) = found(bench, "Model", "Model.ModelName", "m")
    assert [each["EndpointName"] for each in result["Endpoints"]] == ["e"]
    assert result["LastBatchTransformJob"]["TransformJobName"] == "new"


@pytest.mark.parametrize("name", resources.names())
def test_every_resource_is_one_that_the_service_model_knows(name: str) -> None:
    assert resources.shape_of(name).type_name == "structure"
