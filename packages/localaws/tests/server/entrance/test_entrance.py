"""The way in, as clients find it: signatures, protocols, refusals that they can read."""

from __future__ import annotations

import http.client
import json
from typing import Any

import boto3
import pytest
from botocore import UNSIGNED
from botocore.config import Config
from botocore.exceptions import ClientError

from localaws.server.embedded import EmbeddedAWS

from ..fuzz.wire import authorization


def answer(
    aws: EmbeddedAWS,
    method: str,
    path: str,
    headers: dict[str, str],
    body: Any = None,
    chunked: bool = False,
) -> tuple[int, dict[str, str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", aws.port, timeout=30)
    named = {"Host": f"localhost:{aws.port}"} | headers
    connection.request(method, path, body, named, encode_chunked=chunked)
    response = connection.getresponse()
    found = response.status, {k.lower(): v for k, v in response.headers.items()}, response.read()
    connection.close()
    return found


def target(name: str, service: str) -> dict[str, str]:
    return {
        "X-Amz-Target": name,
        "Content-Type": "application/x-amz-json-1.1",
        "Authorization": authorization(service),
    }


@pytest.mark.parametrize(
    ("service", "call", "code"),
    [
        ("iam", lambda c: c.get_role(RoleName="no such role"), "ValidationError"),
        ("sns", lambda c: c.get_topic_attributes(TopicArn="none"), "InvalidParameter"),
        ("sts", lambda c: c.assume_role(RoleArn="short", RoleSessionName="s"), "ValidationError"),
        ("cloudformation", lambda c: c.describe_stack_events(StackName=""), "ValidationError"),
        ("events", lambda c: c.put_rule(Name="a b"), "ValidationException"),
        ("logs", lambda c: c.create_log_group(logGroupName=""), "InvalidParameterException"),
        ("scheduler", lambda c: c.get_schedule(Name="a b"), "ValidationException"),
    ],
)
def test_every_protocols_client_reads_its_refusal(
    aws: EmbeddedAWS, service: str, call: Any, code: str
) -> None:
    client = boto3.client(
        service,
        endpoint_url=aws.endpoint,
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(parameter_validation=False, retries={"total_max_attempts": 1}),
    )
    with pytest.raises(ClientError) as refused:
        call(client)
    response = refused.value.response
    assert response["Error"]["Code"] == code
    assert response["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert response["ResponseMetadata"]["RequestId"]


@pytest.mark.parametrize(
    ("headers", "body", "said"),
    [
        (
            {"X-Amz-Target": "SageMaker.ListTrainingJobs"},
            b"{}",
            b'"__type": "MissingAuthenticationTokenException"',
        ),
        (
            {"Content-Type": "application/x-www-form-urlencoded"},
            b"Action=ListUsers&Version=2010-05-08",
            b"<Code>MissingAuthenticationToken</Code>",
        ),
        ({}, b"x", b"<Code>AccessDenied</Code>"),
    ],
)
def test_an_unsigned_request_reaches_nobody(
    aws: EmbeddedAWS, headers: dict[str, str], body: bytes, said: bytes
) -> None:
    status, _, found = answer(aws, "POST", "/", headers, body)
    assert status == 403
    assert said in found


def test_an_endpoint_is_not_invoked_without_a_signature(aws: EmbeddedAWS) -> None:
    status, headers, _ = answer(aws, "POST", "/endpoints/e/invocations", {}, b"1,2")
    assert status == 403
    assert headers["x-amzn-errortype"] == "MissingAuthenticationTokenException"


def test_a_web_identity_needs_no_signature_and_is_refused_by_name(aws: EmbeddedAWS) -> None:
    client = boto3.client(
        "sts",
        endpoint_url=aws.endpoint,
        region_name="us-east-1",
        config=Config(signature_version=UNSIGNED),
    )
    with pytest.raises(ClientError, match="sts:AssumeRoleWithWebIdentity is not supported"):
        client.assume_role_with_web_identity(
            RoleArn="arn:aws:iam::123456789012:role/web",
            RoleSessionName="session",
            WebIdentityToken="t" * 8,
        )


def test_an_object_is_read_by_everybody_only_if_it_is_public(aws: EmbeddedAWS) -> None:
    s3 = aws.client("s3")
    s3.create_bucket(Bucket="open-and-shut")
    s3.put_object(Bucket="open-and-shut", Key="shut", Body=b"secret")
    s3.put_object(Bucket="open-and-shut", Key="open", Body=b"hello", ACL="public-read")
    assert answer(aws, "GET", "/open-and-shut/shut", {})[0] == 403
    assert answer(aws, "GET", "/open-and-shut/open", {})[::2] == (200, b"hello")
    assert answer(aws, "PUT", "/open-and-shut/mine", {}, b"x")[0] == 403
    assert answer(aws, "GET", "/open-and-shut", {})[0] == 403


SIGNED = authorization("sagemaker")


@pytest.mark.parametrize(
    ("header", "code"),
    [
        ("AWS4-HMAC-SHA256", "IncompleteSignatureException"),
        ("Basic dGVzdDp0ZXN0", "IncompleteSignatureException"),
        (SIGNED.replace("/aws4_request", ""), "IncompleteSignatureException"),
        (SIGNED.replace("Signature=", "Sign="), "IncompleteSignatureException"),
        (SIGNED.replace("aws4_request", "aws5"), "InvalidSignatureException"),
        (SIGNED.replace("us-east-1", "us-nowhere-7"), "InvalidSignatureException"),
        (SIGNED.replace("sagemaker", "unheard-of"), "InvalidSignatureException"),
        (SIGNED.replace("20260101", "today"), "InvalidSignatureException"),
    ],
)
def test_a_signature_that_is_none_is_refused(aws: EmbeddedAWS, header: str, code: str) -> None:
    headers = target("SageMaker.ListTrainingJobs", "sagemaker") | {"Authorization": header}
    status, _, body = answer(aws, "POST", "/", headers, b"{}")
    assert 400 <= status <= 403
    assert json.loads(body)["__type"] == code


def test_a_body_in_chunks_is_read(aws: EmbeddedAWS) -> None:
    parts = iter([b'{"TrainingJob', b'Name": "a b"}'])
    headers = target("SageMaker.DescribeTrainingJob", "sagemaker")
    headers["Transfer-Encoding"] = "chunked"
    status, _, body = answer(aws, "POST", "/", headers, parts, chunked=True)
    assert status == 400
    assert "Value 'a b' at 'trainingJobName'" in json.loads(body)["message"]


def test_an_operation_that_there_is_not_is_unknown(aws: EmbeddedAWS) -> None:
    status, _, body = answer(aws, "POST", "/", target("AWSEvents.PutRool", "events"), b"{}")
    assert (status, json.loads(body)["__type"]) == (400, "UnknownOperationException")


def test_a_service_that_was_signed_for_is_not_answered_by_another(aws: EmbeddedAWS) -> None:
    headers = target("AWSEvents.ListRules", "sagemaker")
    status, _, body = answer(aws, "POST", "/", headers, b"{}")
    assert (status, json.loads(body)["__type"]) == (400, "UnknownOperationException")


def test_a_page_of_motos_own_is_none(aws: EmbeddedAWS) -> None:
    status, _, body = answer(aws, "POST", "/moto-api/reset", {})
    assert status == 403
    signed = {"Authorization": authorization("s3")}
    status, _, body = answer(aws, "GET", "/moto-api/data.json", signed)
    assert b"<Code>NoSuchBucket</Code>" in body
    assert b"<Code>NoSuchBucket</Code>" in answer(aws, "GET", "/latest/meta-data/", {})[2]


def test_a_form_is_as_good_as_json_where_a_service_speaks_both(aws: EmbeddedAWS) -> None:
    headers = {
        "Authorization": authorization("monitoring"),
        "Content-Type": "application/x-www-form-urlencoded; charset=utf-8",
    }
    form = b"Action=ListMetrics&Version=2010-08-01"
    status, _, body = answer(aws, "POST", "/", headers, form)
    assert status == 200
    assert b"<ListMetricsResponse" in body


def test_cbor_is_read_and_answered_in_cbor(aws: EmbeddedAWS) -> None:
    headers = {
        "Authorization": authorization("monitoring"),
        "smithy-protocol": "rpc-v2-cbor",
        "Content-Type": "application/cbor",
    }
    path = "/service/GraniteServiceVersion20100801/operation/"
    status, found, body = answer(aws, "POST", f"{path}ListDashboards", headers, b"\xa0")
    assert (status, found["content-type"]) == (200, "application/cbor")
    assert b"DashboardEntries" in body
    status, found, body = answer(aws, "POST", f"{path}PutInsightRule", headers, b"\xa0")
    assert (status, found["content-type"]) == (400, "application/cbor")
    assert b"UnsupportedOperationException" in body


def test_a_head_of_what_is_not_there_has_no_body(aws: EmbeddedAWS) -> None:
    headers = {"Authorization": authorization("s3")}
    status, found, body = answer(aws, "HEAD", "/no-such-bucket/key", headers)
    assert (status, body) == (404, b"")
    assert found["x-amz-request-id"]


@pytest.mark.parametrize(
    ("service", "offered", "query", "extra"),
    [
        ("events", "AWSEvents.ListRules", "Action=PutPartnerEvents", {}),
        ("kms", "TrentService.ListKeys", "Action=GenerateDataKeyPair", {}),
        ("kms", "TrentService.ListKeys", "Action=CreateCustomKeyStore", {"x-moto-account-id": "1"}),
    ],
)
def test_no_other_operation_comes_in_by_the_query_string(
    aws: EmbeddedAWS, service: str, offered: str, query: str, extra: dict[str, str]
) -> None:
    plain = answer(aws, "POST", "/", target(offered, service), b"{}")
    asked = answer(aws, "POST", f"/?{query}", target(offered, service) | extra, b"{}")
    assert (asked[0], asked[2]) == (plain[0], plain[2])
    assert asked[0] == 200


def test_a_storage_class_that_there_is_not_is_refused(aws: EmbeddedAWS) -> None:
    headers = {"Authorization": authorization("s3"), "x-amz-storage-class": "COLD"}
    status, _, body = answer(aws, "PUT", "/bucket-of-classes/key", headers, b"x")
    assert status == 400
    assert b"<Code>InvalidArgument</Code>" in body


def test_a_message_tells_of_the_chain_that_its_request_belongs_to(aws: EmbeddedAWS) -> None:
    client = aws.client("sqs")
    trace = "Root=1-5759e988-bd862e3fe1be46a994272793;Lineage=1:a87bd80c:3"
    queue = client.create_queue(QueueName="chained")["QueueUrl"]

    def add(request: Any, **_: Any) -> None:
        request.headers["X-Amzn-Trace-Id"] = trace

    client.meta.events.register("before-sign.sqs.SendMessage", add)
    client.send_message(QueueUrl=queue, MessageBody="one")
    client.meta.events.unregister("before-sign.sqs.SendMessage", add)
    client.send_message(QueueUrl=queue, MessageBody="two")
    received = [
        client.receive_message(QueueUrl=queue, MessageSystemAttributeNames=["AWSTraceHeader"])
        for _ in range(2)
    ]
    found = {m["Body"]: m.get("Attributes", {}) for each in received for m in each["Messages"]}
    assert found == {"one": {"AWSTraceHeader": trace}, "two": {}}
