"""Asynchronous endpoints that run: from the object that is asked about to the one with the response."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.hosting.invocation import invoke_async as invoke_async_module
from localaws.hosting.invocation.errors import InvokeError
from localaws.hosting.invocation.invoke import InvokeResponse, invoke
from localaws.hosting.invocation.invoke_async import invoke_async
from localaws.sagemaker.errors import ApiError
from localaws.this_aws import objects

from .conftest import Bench, eventually

PREFIX = "x-amzn-sagemaker-"


def create(bench: Bench, name: str, concurrent: int = 1, **more: Any) -> dict[str, Any]:
    output = {
        "S3OutputPath": f"s3://{bench.bucket}/{name}/out",
        "S3FailurePath": f"s3://{bench.bucket}/{name}/bad",
    }
    client = {"MaxConcurrentInvocationsPerInstance": concurrent}
    config = {"OutputConfig": output, "ClientConfig": client}
    bench.model(name, WHO="me")
    bench.configuration(name, {"ModelName": name}, AsyncInferenceConfig=config, **more)
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    described = bench.settled(name)
    assert described["AsyncInferenceConfig"] == config
    return described


def send(bench: Bench, name: str, body: bytes, **headers: str) -> InvokeResponse:
    named = {PREFIX + "inputlocation": bench.put(f"{name}/in", body)}
    named |= {PREFIX + key: value for key, value in headers.items()}
    return invoke_async(bench.hosting, name, named, b"")


def key_of(bench: Bench, response: InvokeResponse, kind: str = "Output") -> str:
    uri = response.headers[f"X-Amzn-SageMaker-{kind}Location"]
    return uri.removeprefix(f"s3://{bench.bucket}/")


def stored(bench: Bench, key: str) -> bytes:
    eventually(lambda: objects.exists(bench.bucket, key))
    return objects.read(bench.bucket, key)


def test_a_response_lies_where_the_caller_was_told(bench: Bench, name: str) -> None:
    create(bench, name)
    response = send(bench, name, b"tell", accept="text/x")
    assert response.status == 202
    told = json.loads(stored(bench, key_of(bench, response)))
    inference = json.loads(response.body)["InferenceId"]
    assert told["headers"][PREFIX + "inference-id"] == inference
    assert told["headers"]["accept"] == "text/x"
    assert key_of(bench, response).startswith(f"{name}/out/")


def test_a_model_that_fails_leaves_its_words_where_failures_go(bench: Bench, name: str) -> None:
    create(bench, name)
    response = send(bench, name, b"status 418")
    assert stored(bench, key_of(bench, response, "Failure")) == b"as you wish"
    assert not objects.exists(bench.bucket, key_of(bench, response))


def test_what_waits_is_answered_after_an_update_to_another_kind(bench: Bench, name: str) -> None:
    create(bench, name)
    responses = [send(bench, name, b"sleep 1") for _ in range(4)]
    bench.configuration(f"{name}-plain", {"ModelName": name})
    bench.call("UpdateEndpoint", EndpointName=name, EndpointConfigName=f"{name}-plain")
    assert "AsyncInferenceConfig" not in bench.settled(name)
    assert all(stored(bench, key_of(bench, each)) for each in responses)


def test_a_fault_of_the_server_is_a_failure_too(
    bench: Bench, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    create(bench, name)

    def broken(*_: object) -> bytes:
        raise RuntimeError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(invoke_async_module.objects, "read", broken)
        response = send(bench, name, b"tell")
        key = key_of(bench, response, "Failure")
        eventually(lambda: objects.exists(bench.bucket, key))
    assert b"internal error" in stored(bench, key)


def test_an_input_that_is_not_there_is_a_failure(bench: Bench, name: str) -> None:
    create(bench, name)
    where = {PREFIX + "inputlocation": f"s3://{bench.bucket}/nothing"}
    response = invoke_async(bench.hosting, name, where, b"")
    assert b"NoSuchKey" in stored(bench, key_of(bench, response, "Failure"))


def test_what_takes_too_long_is_a_failure(bench: Bench, name: str) -> None:
    create(bench, name)
    response = send(bench, name, b"sleep 3", invocationtimeoutseconds="1")
    assert b"timed out" in stored(bench, key_of(bench, response, "Failure"))


def test_scaled_to_nothing_it_keeps_requests_until_there_is_an_instance(
    bench: Bench, name: str
) -> None:
    create(bench, name)
    rescale(bench, name, 0)
    assert bench.settled(name)["ProductionVariants"][0]["CurrentInstanceCount"] == 0
    response = send(bench, name, b"echo")
    expiring = send(bench, name, b"echo", requestttlseconds="60")
    bench.service.context.clock.move(61)
    assert b"within the 60 seconds" in stored(bench, key_of(bench, expiring, "Failure"))
    assert not objects.exists(bench.bucket, key_of(bench, response))
    rescale(bench, name, 1)
    assert stored(bench, key_of(bench, response)) == b"echo"


def rescale(bench: Bench, name: str, count: int) -> None:
    changed = [{"VariantName": "AllTraffic", "DesiredInstanceCount": count}]
    bench.call(
        "UpdateEndpointWeightsAndCapacities",
        EndpointName=name,
        DesiredWeightsAndCapacities=changed,
    )
    bench.settled(name)


def test_each_way_of_invoking_is_for_its_own_endpoints(bench: Bench, name: str) -> None:
    create(bench, name)
    with pytest.raises(InvokeError, match=r"is an asynchronous endpoint.*InvokeEndpointAsync"):
        invoke(bench.hosting, name, {}, b"")
    bench.serving(f"{name}-2")
    with pytest.raises(InvokeError, match="is not an asynchronous endpoint"):
        send(bench, f"{name}-2", b"")
    with pytest.raises(InvokeError, match="not found"):
        send(bench, f"{name}-3", b"")


def test_no_shadow_and_never_nothing_of_another_kind(bench: Bench, name: str) -> None:
    shadow = [{"VariantName": "s", "ModelName": name, "InstanceType": "ml.m5.large"}]
    with pytest.raises(ApiError, match="cannot be used with AsyncInferenceConfig"):
        create(bench, name, ShadowProductionVariants=shadow)
    bench.serving(f"{name}-2")
    with pytest.raises(ApiError, match="DesiredInstanceCount must be at least 1"):
        rescale(bench, f"{name}-2", 0)
