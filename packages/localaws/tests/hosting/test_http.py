"""InvokeEndpoint by boto3, through the WSGI application on a real socket."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError, EventStreamError
from werkzeug.serving import make_server

from localaws.hosting.http import Invocations
from localaws.hosting.invocation import invoke_stream, sending
from localaws.hosting.invocation.errors import LARGEST_BODY
from localaws.this_aws import objects

from ..published_metrics import published
from .conftest import ACCOUNT, REGION, Bench, eventually


@pytest.fixture(scope="module")
def runtime(bench: Bench) -> Iterator[Any]:
    server = make_server("localhost", 0, Invocations(bench.hostings, ACCOUNT), threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield boto3.client(
        "sagemaker-runtime",
        region_name=REGION,
        endpoint_url=f"http://localhost:{server.port}",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"max_attempts": 0}),
    )
    server.shutdown()
    thread.join()


@pytest.fixture(scope="module")
def endpoint(bench: Bench) -> str:
    bench.serving("invoked")
    return "invoked"


def refused(call: Any, **parameters: Any) -> dict[str, Any]:
    with pytest.raises(ClientError) as error:
        call(**parameters)
    response: dict[str, Any] = error.value.response
    return response


def test_a_body_of_any_bytes_comes_through_untouched(runtime: Any, endpoint: str) -> None:
    body = b"\xff\x00\xfe" + bytes(range(256)) * 100
    answer = runtime.invoke_endpoint(
        EndpointName=endpoint, Body=body, ContentType="application/octet-stream"
    )
    assert answer["Body"].read() == body
    assert answer["ContentType"] == "application/octet-stream"
    assert answer["InvokedProductionVariant"] == "AllTraffic"


def test_only_sagemakers_headers_reach_the_container(runtime: Any, endpoint: str) -> None:
    answer = runtime.invoke_endpoint(
        EndpointName=endpoint,
        Body=b"{}",
        ContentType="application/json",
        Accept="application/json",
        CustomAttributes="trace=7",
        InferenceId="request-7",
    )
    seen = json.loads(answer["Body"].read())["headers"]
    assert seen["content-type"] == seen["accept"] == "application/json"
    assert seen["x-amzn-sagemaker-custom-attributes"] == "trace=7"
    assert seen["x-amzn-sagemaker-inference-id"] == "request-7"
    assert not {"authorization", "user-agent", "x-amz-date"} & set(seen)
    assert answer["CustomAttributes"] == "seen"


@pytest.mark.parametrize(("status", "kind"), [(400, "client"), (415, "client"), (500, "server")])
def test_the_containers_error_is_a_model_error(
    runtime: Any, endpoint: str, status: int, kind: str
) -> None:
    error = refused(runtime.invoke_endpoint, EndpointName=endpoint, Body=f"status {status}")
    assert error["Error"]["Code"] == "ModelError"
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 424
    assert error["OriginalStatusCode"] == status
    assert error["OriginalMessage"] == "as you wish"
    assert error["LogStreamArn"].endswith(":log-group:/aws/sagemaker/Endpoints/invoked")
    assert error["Error"]["Message"].startswith(
        f'Received {kind} error ({status}) from primary with message "as you wish". See https://'
    )


def test_a_container_that_takes_too_long_is_a_model_error(
    runtime: Any, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sending, "TIMEOUT", 0.2)
    error = refused(runtime.invoke_endpoint, EndpointName=endpoint, Body=b"sleep 1")
    assert error["Error"]["Code"] == "ModelError"
    assert (
        "timed out while waiting for a response from container primary" in error["Error"]["Message"]
    )


def test_an_unknown_endpoint_is_a_validation_error(runtime: Any, endpoint: str) -> None:
    error = refused(runtime.invoke_endpoint, EndpointName="nowhere", Body=b"")
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert error["Error"] == {
        "Code": "ValidationError",
        "Message": f"Endpoint nowhere of account {ACCOUNT} not found.",
    }


def test_six_mebibytes_are_accepted_and_a_byte_more_is_not(runtime: Any, endpoint: str) -> None:
    body = b"\xff" * LARGEST_BODY
    answer = runtime.invoke_endpoint(EndpointName=endpoint, Body=body)
    assert len(answer["Body"].read()) == len(body)
    error = refused(runtime.invoke_endpoint, EndpointName=endpoint, Body=body + b"\xff")
    assert error["Error"]["Code"] == "ValidationError"
    assert "less than or equal to 6291456" in error["Error"]["Message"]


def test_what_is_not_done_is_refused_by_name(runtime: Any, endpoint: str) -> None:
    error = refused(
        runtime.invoke_endpoint, EndpointName=endpoint, Body=b"", TargetModel="a.tar.gz"
    )
    assert "Multi-model endpoints are not supported" in error["Error"]["Message"]


def test_a_response_comes_as_the_container_writes_it(
    bench: Bench, runtime: Any, endpoint: str
) -> None:
    response = runtime.invoke_endpoint_with_response_stream(
        EndpointName=endpoint, Body=b"stream first wait second third", Accept="text/x"
    )
    assert response["InvokedProductionVariant"] == "AllTraffic"
    assert response["ContentType"] == "text/words"
    events = iter(response["Body"])
    assert next(events) == {"PayloadPart": {"Bytes": b"first"}}
    runtime.invoke_endpoint(EndpointName=endpoint, Body=b"go on")  # before which there is no more
    rest = b"".join(event["PayloadPart"]["Bytes"] for event in events)
    assert rest == b"secondthird"
    (instance,) = bench.hosting.endpoints.named(endpoint).fleet[0].instances
    eventually(lambda: instance.in_flight == 0)


def test_a_stream_that_breaks_off_ends_with_an_error(runtime: Any, endpoint: str) -> None:
    response = runtime.invoke_endpoint_with_response_stream(
        EndpointName=endpoint, Body=b"stream first break"
    )
    events = iter(response["Body"])
    assert next(events) == {"PayloadPart": {"Bytes": b"first"}}
    with pytest.raises(EventStreamError, match="ModelStreamError"):
        next(events)


def test_a_stream_that_takes_too_long_ends_with_an_error(
    runtime: Any, endpoint: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(invoke_stream, "TIMEOUT", 0.3)
    response = runtime.invoke_endpoint_with_response_stream(
        EndpointName=endpoint, Body=b"stream first wait"
    )
    events = iter(response["Body"])
    next(events)
    with pytest.raises(EventStreamError, match="did not finish its response"):
        next(events)
    runtime.invoke_endpoint(EndpointName=endpoint, Body=b"go on")


def test_a_stream_of_an_error_is_one_before_it_begins(runtime: Any, endpoint: str) -> None:
    error = refused(
        runtime.invoke_endpoint_with_response_stream, EndpointName=endpoint, Body=b"status 418"
    )
    assert (error["Error"]["Code"], error["OriginalStatusCode"]) == ("ModelError", 418)
    error = refused(
        runtime.invoke_endpoint_with_response_stream,
        EndpointName=endpoint,
        Body=b"",
        TargetVariant="nobody",
    )
    assert "Variant nobody not found" in error["Error"]["Message"]


def test_who_goes_away_in_the_middle_holds_no_instance(
    bench: Bench, runtime: Any, endpoint: str
) -> None:
    response = runtime.invoke_endpoint_with_response_stream(
        EndpointName=endpoint, Body=b"stream first wait second wait third"
    )
    next(iter(response["Body"]))
    response["Body"].close()
    for _ in range(2):
        runtime.invoke_endpoint(EndpointName=endpoint, Body=b"go on")
    (instance,) = bench.hosting.endpoints.named(endpoint).fleet[0].instances
    eventually(lambda: instance.in_flight == 0)


def test_an_asynchronous_request_is_accepted(bench: Bench, runtime: Any, name: str) -> None:
    output = {"S3OutputPath": f"s3://{bench.bucket}/out"}
    bench.model(name)
    bench.configuration(name, {"ModelName": name}, AsyncInferenceConfig={"OutputConfig": output})
    bench.call("CreateEndpoint", EndpointName=name, EndpointConfigName=name)
    bench.settled(name)
    response = runtime.invoke_endpoint_async(
        EndpointName=name, InputLocation=bench.put("in", b"echo"), InferenceId="mine"
    )
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 202
    assert response["InferenceId"] == "mine"
    assert response["OutputLocation"].startswith(f"s3://{bench.bucket}/out/")
    key = response["OutputLocation"].removeprefix(f"s3://{bench.bucket}/")
    eventually(lambda: objects.exists(bench.bucket, key))
    assert objects.read(bench.bucket, key) == b"echo"


def test_invocations_are_counted_in_cloudwatch(bench: Bench, runtime: Any, name: str) -> None:
    bench.serving(name)
    for _ in range(2):
        runtime.invoke_endpoint(EndpointName=name, Body=b"echo")
    for status in (400, 500):
        refused(runtime.invoke_endpoint, EndpointName=name, Body=f"status {status}")
    bench.hosting.metrics.publish()
    found = {
        metric: (sum(each.count for each in samples), sum(each.sum for each in samples))
        for (metric, names), samples in published(ACCOUNT, REGION, "AWS/SageMaker").items()
        if ("EndpointName", name) in names
    }
    assert found["Invocations"] == (4, 4)
    assert found["Invocation4XXErrors"] == (4, 1)
    assert found["Invocation5XXErrors"] == (4, 1)
    assert found["ModelLatency"][1] > 0
