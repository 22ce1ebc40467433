"""Endpoints of models with several containers: in turn, and invoked directly."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.hosting.invocation.errors import InvokeError
from localaws.hosting.invocation.invoke import InvokeResponse, invoke

from .callers import ask
from .conftest import IMAGE, ROLE, Bench


def model(bench: Bench, name: str, *environments: dict[str, str], **more: Any) -> None:
    """A model of a container for each environment; WHO names it where there is one."""
    containers = [
        {"Image": IMAGE, "Environment": each}
        | ({"ContainerHostname": each["WHO"]} if "WHO" in each else {})
        for each in environments
    ]
    bench.call("CreateModel", ModelName=name, ExecutionRoleArn=ROLE, Containers=containers, **more)


def serve(bench: Bench, name: str) -> dict[str, Any]:
    bench.configuration(name, {"ModelName": name})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    return bench.settled(name)


def send(bench: Bench, name: str, body: bytes, **headers: str) -> InvokeResponse:
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return invoke(bench.hosting, name, named, body)


def test_a_request_passes_through_all_containers(bench: Bench, name: str) -> None:
    model(bench, name, {"STEP": "one"}, {"STEP": "two"})
    described = bench.call("DescribeModel", ModelName=name)
    assert described["InferenceExecutionConfig"] == {"Mode": "Serial"}
    assert [each["Mode"] for each in described["Containers"]] == ["SingleModel"] * 2
    shown = serve(bench, name)
    assert shown["EndpointStatus"] == "InService", shown
    assert len(shown["ProductionVariants"][0]["DeployedImages"]) == 2
    found = send(bench, name, b"in", content_type="text/csv", accept="text/out")
    assert found.body == b"in > one(None, 'text/csv') > two('text/out', 'text/one')"
    assert found.headers["Content-Type"] == "text/two"
    group = bench.log_group(f"/aws/sagemaker/Endpoints/{name}")
    streams = sorted(stream.split("/")[::2] for stream in group.streams)
    assert streams == [["AllTraffic", "container-1"], ["AllTraffic", "container-2"]]


def test_an_error_names_the_container_that_made_it(bench: Bench, name: str) -> None:
    model(bench, name, {"WHO": "front"}, {"WHO": "back"})
    serve(bench, name)
    with pytest.raises(InvokeError) as raised:
        send(bench, name, b"status 418")
    told = json.loads(raised.value.body)
    assert told["Message"].startswith(
        'Received client error (418) from front with message "as you wish".'
    )


def test_a_container_that_is_not_healthy_fails_the_endpoint_by_its_name(
    bench: Bench, name: str
) -> None:
    model(bench, name, {"STEP": "one"}, {"EXIT_AT_ONCE": "3"})
    shown = serve(bench, name)
    assert shown["EndpointStatus"] == "Failed"
    assert shown["FailureReason"].startswith(
        "The container-2 container for production variant AllTraffic did not pass the ping health"
    )


def test_a_direct_models_container_is_named_by_the_request(bench: Bench, name: str) -> None:
    direct = {"InferenceExecutionConfig": {"Mode": "Direct"}}
    model(bench, name, {"WHO": "left"}, {"WHO": "right"}, **direct)
    serve(bench, name)
    for who in ("left", "right"):
        assert ask(bench, name, x_amzn_sagemaker_target_container_hostname=who)["who"] == who
    for headers, said in (
        ({}, "TargetContainerHostname must name the container.*left, right"),
        ({"x_amzn_sagemaker_target_container_hostname": "up"}, "Container up not found"),
    ):
        with pytest.raises(InvokeError, match=said) as refused:
            ask(bench, name, **headers)
        assert (refused.value.code, refused.value.status) == ("ValidationError", 400)


def test_a_container_is_not_named_where_a_request_passes_through_all(
    bench: Bench, name: str
) -> None:
    model(bench, name, {"STEP": "one"}, {"STEP": "two"})
    serve(bench, name)
    with pytest.raises(InvokeError, match="InferenceExecutionConfig Mode Direct"):
        ask(bench, name, x_amzn_sagemaker_target_container_hostname="container-1")
