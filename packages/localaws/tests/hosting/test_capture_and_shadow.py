"""Data capture and shadow variants on endpoints that run."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.hosting.invocation.errors import InvokeError
from localaws.hosting.invocation.invoke import invoke
from localaws.sagemaker.errors import ApiError
from localaws.this_aws import objects

from .conftest import Bench, eventually


def capture(bench: Bench, **members: Any) -> dict[str, Any]:
    return {
        "InitialSamplingPercentage": 100,
        "DestinationS3Uri": f"s3://{bench.bucket}/captured",
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
        "CaptureContentTypeHeader": {"CsvContentTypes": ["text/csv"]},
    } | members


def records(bench: Bench, name: str) -> dict[str, list[dict[str, Any]]]:
    """What was captured of an endpoint, by variant."""
    found: dict[str, list[dict[str, Any]]] = {}
    for key in objects.list_keys(bench.bucket, f"captured/{name}/"):
        lines = objects.read(bench.bucket, key).decode().splitlines()
        found.setdefault(key.split("/")[2], []).extend(map(json.loads, lines))
    return found


def create(bench: Bench, name: str, **more: Any) -> dict[str, Any]:
    bench.model(name, WHO="production")
    bench.configuration(name, {"ModelName": name}, **more)
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    return bench.settled(name)


def send(bench: Bench, name: str, body: bytes) -> None:
    headers = {
        "content-type": "text/csv",
        "x-amzn-sagemaker-inference-id": "mine",
        "x-amzn-sagemaker-custom-attributes": "trace",
    }
    invoke(bench.hosting, name, headers, body)


def test_requests_and_responses_are_captured_and_failures_are_not(bench: Bench, name: str) -> None:
    shown = create(bench, name, DataCaptureConfig=capture(bench))
    assert shown["DataCaptureConfig"] == {
        "EnableCapture": True,
        "CaptureStatus": "Started",
        "CurrentSamplingPercentage": 100,
        "DestinationS3Uri": f"s3://{bench.bucket}/captured",
    }
    send(bench, name, b"echo")
    with pytest.raises(InvokeError):
        send(bench, name, b"status 500")
    bench.service.context.clock.move(60)
    (record,) = records(bench, name)["AllTraffic"]
    assert record["captureData"] == {
        "endpointInput": {
            "observedContentType": "text/csv",
            "mode": "INPUT",
            "data": "echo",
            "encoding": "CSV",
        },
        "endpointOutput": {
            "observedContentType": "application/octet-stream",
            "mode": "OUTPUT",
            "data": "ZWNobw==",
            "encoding": "BASE64",
        },
    }
    assert record["eventMetadata"]["inferenceId"] == "mine"
    assert record["eventMetadata"]["customAttributes"] == ["trace"]


def test_what_was_captured_is_there_once_the_endpoint_is_deleted(bench: Bench, name: str) -> None:
    create(bench, name, DataCaptureConfig=capture(bench))
    send(bench, name, b"echo")
    endpoint = bench.hosting.endpoints.named(name)
    bench.call("DeleteEndpoint", EndpointName=name)
    assert endpoint.settled.wait(30)
    assert len(records(bench, name)["AllTraffic"]) == 1


@pytest.mark.parametrize(
    ("excluded", "percent"), [([], 100), ([{"VariantPropertyType": "DataCaptureConfig"}], 0)]
)
def test_an_update_may_keep_what_is_captured(
    bench: Bench, name: str, excluded: list[dict[str, str]], percent: int
) -> None:
    create(bench, name, DataCaptureConfig=capture(bench))
    none = capture(bench, InitialSamplingPercentage=0)
    bench.configuration(f"{name}-2", {"ModelName": name}, DataCaptureConfig=none)
    bench.call(
        "UpdateEndpoint",
        EndpointName=name,
        EndpointConfigName=f"{name}-2",
        RetainAllVariantProperties=True,
        ExcludeRetainedVariantProperties=excluded,
    )
    shown = bench.settled(name)["DataCaptureConfig"]
    assert shown["CurrentSamplingPercentage"] == percent


def test_weights_that_change_change_nothing_of_it(bench: Bench, name: str) -> None:
    create(bench, name, DataCaptureConfig=capture(bench))
    changed = [{"VariantName": "AllTraffic", "DesiredWeight": 2}]
    bench.call(
        "UpdateEndpointWeightsAndCapacities",
        EndpointName=name,
        DesiredWeightsAndCapacities=changed,
    )
    assert bench.settled(name)["DataCaptureConfig"]["CaptureStatus"] == "Started"


def test_a_shadow_gets_copies_and_its_responses_are_only_captured(bench: Bench, name: str) -> None:
    bench.model(f"{name}-shadow", STEP="shadow")
    shadow = {
        "VariantName": "Shadow",
        "ModelName": f"{name}-shadow",
        "InstanceType": "ml.m5.large",
    }
    shown = create(bench, name, DataCaptureConfig=capture(bench), ShadowProductionVariants=[shadow])
    assert [v["VariantName"] for v in shown["ProductionVariants"]] == ["AllTraffic"]
    assert [v["VariantName"] for v in shown["ShadowProductionVariants"]] == ["Shadow"]
    for _ in range(5):
        assert invoke(bench.hosting, name, {"content-type": "text/csv"}, b"echo").body == b"echo"

    def all_there() -> bool:
        bench.hosting.endpoints.named(name).capturing.flush()
        return len(records(bench, name).get("Shadow", [])) == 5

    eventually(all_there)
    found = records(bench, name)
    assert len(found["AllTraffic"]) == 5
    assert {r["captureData"]["endpointInput"]["data"] for r in found["Shadow"]} == {"echo"}


def test_a_shadow_is_one_beside_one(bench: Bench, name: str) -> None:
    bench.model(name)
    shadow = {"ModelName": name, "InstanceType": "ml.m5.large"}
    with pytest.raises(ApiError, match="there are 2 beside 1"):
        bench.configuration(
            name,
            {"ModelName": name},
            ShadowProductionVariants=[shadow | {"VariantName": each} for each in "ab"],
        )
    with pytest.raises(ApiError, match='must be unique, and "AllTraffic" is not'):
        bench.configuration(
            name,
            {"ModelName": name},
            ShadowProductionVariants=[shadow | {"VariantName": "AllTraffic"}],
        )
