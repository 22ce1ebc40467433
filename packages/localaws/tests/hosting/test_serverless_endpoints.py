"""Serverless endpoints that run."""

from __future__ import annotations

import threading
from typing import Any

import pytest

from localaws.hosting.invocation.errors import InvokeError
from localaws.hosting.invocation.invoke import invoke
from localaws.sagemaker.errors import ApiError

from .callers import ask
from .conftest import Bench, eventually

CONFIG = {"MemorySizeInMB": 1024, "MaxConcurrency": 1}


def create(bench: Bench, name: str, **more: Any) -> dict[str, Any]:
    bench.model(name, WHO="me")
    variant = {"VariantName": "AllTraffic", "ModelName": name, "ServerlessConfig": CONFIG}
    bench.call(
        "CreateEndpointConfig", EndpointConfigName=name, ProductionVariants=[variant], **more
    )
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    return bench.settled(name)


def test_it_serves_goes_and_comes_back(bench: Bench, name: str) -> None:
    shown = create(bench, name)
    assert shown["EndpointStatus"] == "InService", shown
    (variant,) = shown["ProductionVariants"]
    assert variant["CurrentServerlessConfig"] == variant["DesiredServerlessConfig"] == CONFIG
    assert "CurrentInstanceCount" not in variant
    config = bench.call("DescribeEndpointConfig", EndpointConfigName=name)
    assert "InitialInstanceCount" not in config["ProductionVariants"][0]
    assert ask(bench, name)["who"] == "me"
    (pool,) = bench.hosting.endpoints.named(name).fleet[0].instances
    bench.service.context.clock.move(300)
    assert pool.running == 0  # type: ignore[attr-defined]
    assert ask(bench, name)["who"] == "me"


def test_a_request_too_many_is_throttled(bench: Bench, name: str) -> None:
    create(bench, name)
    pool: Any = bench.hosting.endpoints.named(name).fleet[0].instances[0]
    slow = threading.Thread(target=ask, args=(bench, name, b"sleep 1"))
    slow.start()
    eventually(lambda: pool._busy == 1)
    with pytest.raises(InvokeError, match="Rate exceeded") as refused:
        invoke(bench.hosting, name, {}, b"{}")
    assert (refused.value.code, refused.value.status) == ("ThrottlingException", 400)
    slow.join()
    update = {"MaxConcurrency": 2, "ProvisionedConcurrency": 2}
    bench.call(
        "UpdateEndpointWeightsAndCapacities",
        EndpointName=name,
        DesiredWeightsAndCapacities=[
            {"VariantName": "AllTraffic", "ServerlessUpdateConfig": update}
        ],
    )
    shown = bench.settled(name)["ProductionVariants"][0]
    assert shown["CurrentServerlessConfig"] == CONFIG | update
    assert pool.running == 2


def test_a_body_is_smaller_than_elsewhere(bench: Bench, name: str) -> None:
    create(bench, name)
    invoke(bench.hosting, name, {}, b"\xff" * (4 << 20))
    with pytest.raises(InvokeError, match="less than or equal to 4194304"):
        invoke(bench.hosting, name, {}, b"\xff" * (4 << 20) + b"x")


def test_capacities_are_of_its_kind(bench: Bench, name: str) -> None:
    create(bench, name)
    bench.serving(f"{name}-2")
    for endpoint, change, said in (
        (name, {"DesiredInstanceCount": 2}, "is serverless: give ServerlessUpdateConfig"),
        (f"{name}-2", {"ServerlessUpdateConfig": {"MaxConcurrency": 2}}, "has instances"),
    ):
        with pytest.raises(ApiError, match=said):
            bench.call(
                "UpdateEndpointWeightsAndCapacities",
                EndpointName=endpoint,
                DesiredWeightsAndCapacities=[{"VariantName": "AllTraffic"} | change],
            )


def test_what_it_cannot_have_is_refused(bench: Bench, name: str) -> None:
    with pytest.raises(ApiError, match="AsyncInferenceConfig is not supported for serverless"):
        create(bench, name, AsyncInferenceConfig={"OutputConfig": {"S3OutputPath": "s3://b/out"}})
