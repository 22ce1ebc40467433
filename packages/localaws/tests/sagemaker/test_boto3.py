"""The API as boto3 speaks it."""

from __future__ import annotations

import json
import threading
import urllib.error
import urllib.request
from collections.abc import Iterator
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, make_server

import boto3
import pytest
from botocore.exceptions import ClientError

from localaws.sagemaker.service import SageMakers
from localaws.server.own_service import OwnService

from ..jobs.conftest import Bench


class Quiet(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def url(services: SageMakers) -> Iterator[str]:
    def call(_account: str, region: str, operation: str, parameters: Any) -> dict[str, Any]:
        return services.for_region(region).call(operation, parameters)

    api = OwnService("sagemaker", "json", call, "us-east-1")
    with make_server("127.0.0.1", 0, api, handler_class=Quiet) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()
        thread.join()


@pytest.fixture
def client(url: str) -> Any:
    return boto3.client(
        "sagemaker",
        endpoint_url=url,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
    )


def test_boto3_runs_a_job_and_reads_its_times(client: Any, bench: Bench) -> None:
    request = bench.training_request("true")
    arn = client.create_training_job(**request)["TrainingJobArn"]
    described = client.describe_training_job(TrainingJobName=request["TrainingJobName"])
    assert described["TrainingJobArn"] == arn
    assert described["CreationTime"].tzinfo is not None
    waiter = client.get_waiter("training_job_completed_or_stopped")
    waiter.wait(
        TrainingJobName=request["TrainingJobName"],
        WaiterConfig={"Delay": 1, "MaxAttempts": 60},
    )
    [listed] = client.list_training_jobs(NameContains=request["TrainingJobName"])[
        "TrainingJobSummaries"
    ]
    assert listed["TrainingJobStatus"] == "Completed"


def test_a_missing_job_is_a_validation_exception(client: Any) -> None:
    with pytest.raises(ClientError) as caught:
        client.describe_training_job(TrainingJobName="no-such-job")
    error = caught.value.response
    assert error["Error"]["Code"] == "ValidationException"
    assert error["Error"]["Message"] == "Requested resource not found."
    assert error["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert error["ResponseMetadata"]["HTTPHeaders"]["x-amzn-errortype"] == "ValidationException"


def test_a_name_in_use_is_boto3s_own_exception(client: Any, bench: Bench) -> None:
    request = bench.training_request("true")
    client.create_training_job(**request)
    with pytest.raises(client.exceptions.ResourceInUse):
        client.create_training_job(**request)


def test_an_operation_that_is_not_done_here_says_so(client: Any) -> None:
    with pytest.raises(ClientError, match="ListApps is not supported by this embedded AWS"):
        client.list_apps()


@pytest.mark.parametrize("body", [b"{", b"[]", b"\xff"])
def test_a_body_that_is_no_json_object_cannot_be_read(url: str, body: bytes) -> None:
    headers = {"X-Amz-Target": "SageMaker.ListTrainingJobs"}
    with pytest.raises(urllib.error.HTTPError) as caught:
        urllib.request.urlopen(urllib.request.Request(url, body, headers))
    with caught.value as answer:
        assert answer.code == 400
        assert json.loads(answer.read())["__type"] == "SerializationException"
