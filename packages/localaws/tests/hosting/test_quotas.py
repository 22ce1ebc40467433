"""Endpoints against a quota: the fleets that they have, and those that they start beside them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.quotas import ENDPOINTS, Quotas

from .conftest import Bench

TYPE, OTHER = "ml.m5.4xlarge", "ml.m5.12xlarge"  # no other test uses them


@pytest.fixture
def limited(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> Bench:
    """An account that may have three instances of each type in endpoints."""
    quotas = Quotas.parse([f"{each} for endpoint usage=3" for each in (TYPE, OTHER)], ENDPOINTS)
    monkeypatch.setattr(bench.service, "context", replace(bench.service.context, quotas=quotas))
    return bench


def configure(bench: Bench, name: str, count: int, model: str, instance: str = TYPE) -> None:
    variant = {"ModelName": model, "InstanceType": instance, "InitialInstanceCount": count}
    bench.configuration(name, variant)


def rescale(bench: Bench, name: str, count: int) -> dict[str, Any]:
    return bench.call(
        "UpdateEndpointWeightsAndCapacities",
        EndpointName=name,
        DesiredWeightsAndCapacities=[{"VariantName": "AllTraffic", "DesiredInstanceCount": count}],
    )


def refused(in_use: int, delta: int) -> Any:
    words = f"utilization of {in_use} Instances and a request delta of {delta} Instances"
    return pytest.raises(ApiError, match=words)


def test_an_update_needs_both_fleets_and_a_rescaling_what_it_adds(
    limited: Bench, name: str
) -> None:
    bench = limited
    bench.model(name)
    for count in (1, 2, 4):
        configure(bench, f"{name}-{count}", count, name)
    other = f"{name}-other"
    with refused(0, 4):
        bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-4")
    assert bench.hosting.endpoints.find(name) is None
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-2")
    with refused(2, 2):  # while the first is Creating
        bench.call("CreateEndpoint", EndpointName=other, EndpointConfigName=f"{name}-2")
    assert bench.settled(name)["EndpointStatus"] == "InService"
    with refused(2, 2):
        bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-2")
    assert bench.call("DescribeEndpoint", EndpointName=name)["EndpointStatus"] == "InService"
    with refused(2, 2):
        rescale(bench, name, 4)
    bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-1")
    with refused(3, 1):  # the old fleet and the new
        bench.call("CreateEndpoint", EndpointName=other, EndpointConfigName=f"{name}-1")
    assert bench.settled(name)["EndpointStatus"] == "InService"
    rescale(bench, name, 3)
    assert bench.settled(name)["ProductionVariants"][0]["CurrentInstanceCount"] == 3
    rescale(bench, name, 1)  # fewer is always possible
    bench.settled(name)
    bench.call("CreateEndpoint", EndpointName=other, EndpointConfigName=f"{name}-2")
    assert bench.settled(other)["EndpointStatus"] == "InService"


def test_an_endpoint_that_failed_has_no_instances(limited: Bench, name: str) -> None:
    bench = limited
    bench.create_model(name, Image="example/none:1")
    configure(bench, name, 3, name, OTHER)
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    assert bench.settled(name)["EndpointStatus"] == "Failed"
    again = f"{name}-again"
    bench.call("CreateEndpoint", EndpointName=again, EndpointConfigName=name)
    bench.settled(again)
