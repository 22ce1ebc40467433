"""Which service answers: ours for SageMaker, moto for the rest, nobody for what is not done."""

from __future__ import annotations

import json
import urllib.error
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.server.embedded import EmbeddedAWS


def page(aws: EmbeddedAWS, name: str) -> dict[str, Any]:
    with urllib.request.urlopen(f"{aws.endpoint}/_localaws/{name}") as answer:
        found: dict[str, Any] = json.load(answer)
    return found


def test_health_says_who_it_is(aws: EmbeddedAWS) -> None:
    health = page(aws, "health")
    assert (health["status"], health["pid"], health["region"]) == ("ready", aws.pid, "us-east-1")


def test_a_page_that_there_is_not_names_those_that_there_are(aws: EmbeddedAWS) -> None:
    with pytest.raises(urllib.error.HTTPError) as refused:
        page(aws, "nothing")
    assert "health" in json.load(refused.value)["error"]


@pytest.mark.parametrize("key", ["plain", "a b/ü+%25.txt", "twice//slashed"])
def test_s3_keeps_keys_and_bytes(aws: EmbeddedAWS, key: str) -> None:
    client, content = aws.client("s3"), bytes(range(256)) * 5000
    client.create_bucket(Bucket="keys")
    client.put_object(Bucket="keys", Key=key, Body=content, Metadata={"under_score": "1"})
    found = client.get_object(Bucket="keys", Key=key)
    assert found["Body"].read() == content
    assert found["Metadata"] == {"under_score": "1"}


def test_sagemaker_is_ours(aws: EmbeddedAWS) -> None:
    with pytest.raises(ClientError, match="Requested resource not found"):
        aws.client("sagemaker").describe_training_job(TrainingJobName="none")


def test_what_moto_would_only_pretend_of_sagemaker_is_refused(aws: EmbeddedAWS) -> None:
    with pytest.raises(ClientError, match="CreateNotebookInstance is not supported"):
        aws.client("sagemaker").create_notebook_instance(
            NotebookInstanceName="n", InstanceType="ml.t3.medium", RoleArn="arn:aws:iam::1:role/x"
        )
    with pytest.raises(ClientError, match="is not supported by this embedded AWS"):
        aws.client("sagemaker-metrics").batch_put_metrics(
            TrialComponentName="t", MetricData=[{"MetricName": "m", "Timestamp": 0, "Value": 1.0}]
        )


def test_an_endpoint_that_there_is_not_cannot_be_invoked(aws: EmbeddedAWS) -> None:
    with pytest.raises(ClientError, match="nowhere"):
        aws.client("sagemaker-runtime").invoke_endpoint(EndpointName="nowhere", Body=b"\xff\x00")


def test_an_operation_that_moto_lacks_is_refused_by_name(aws: EmbeddedAWS) -> None:
    with pytest.raises(ClientError) as refused:
        aws.client("cloudtrail").lookup_events()
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert "cloudtrail:LookupEvents is not supported" in str(refused.value)


def test_service_quotas_tells_of_no_limit_where_none_is_set(aws: EmbeddedAWS) -> None:
    client = aws.client("service-quotas")
    pages = client.get_paginator("list_service_quotas").paginate(ServiceCode="sagemaker")
    assert [page["Quotas"] for page in pages] == [[]]
    with pytest.raises(client.exceptions.NoSuchResourceException):
        client.list_service_quotas(ServiceCode="ec2")
    with pytest.raises(client.exceptions.IllegalArgumentException):
        client.list_service_quotas(ServiceCode="sagemaker", MaxResults=1000)


def test_regions_are_apart(aws: EmbeddedAWS) -> None:
    aws.client("logs", "eu-west-1").create_log_group(logGroupName="only-there")
    assert aws.client("logs").describe_log_groups(logGroupNamePrefix="only")["logGroups"] == []


def test_services_that_are_loaded_late_work(aws: EmbeddedAWS) -> None:
    reservations = aws.client("ec2").describe_instances()["Reservations"]
    assert reservations == []
