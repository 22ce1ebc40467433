"""What botocore writes, we read back equal: in every protocol, for every operation."""

from __future__ import annotations

import random
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from localaws.protocols.models import protocols_of, service_model
from localaws.protocols.reading import READERS
from localaws.protocols.refusal import Malformed
from localaws.protocols.wire import Wire

from ..server.fuzz import wire
from ..server.fuzz.campaign import SERVICES
from ..server.fuzz.values import Maker, Unmakeable


def sent(request: wire.Request) -> Wire:
    path, _, query = request.path.partition("?")
    headers = {name.lower(): value for name, value in request.headers.items()}
    return Wire(request.method, path, query, headers, request.body)


def plain(value: Any) -> Any:
    """What survives the wire: no structures of nothing in a form, moments of a second."""
    if isinstance(value, dict):
        found = {name: plain(member) for name, member in value.items()}
        return {name: member for name, member in found.items() if member not in ({}, [], "", None)}
    if isinstance(value, list):
        return [one for one in map(plain, value) if one not in ({}, [], "")]
    if isinstance(value, datetime):
        return value.replace(microsecond=0)
    return value


WAYS = [
    (service, protocol)
    for service in (*SERVICES, "ec2")
    for protocol in protocols_of(service_model(service))
]
# The same routes as other operations, which are meant.
FORGOTTEN = {"GetBucketLifecycle", "GetBucketNotification", "PutBucketLifecycle",
             "PutBucketNotification", "ListDirectoryBuckets"}  # fmt: skip


@pytest.mark.parametrize(("service", "protocol"), WAYS)
def test_every_operation_is_read_as_it_was_written(service: str, protocol: str) -> None:
    model, reader = service_model(service), READERS[protocol]
    for name in model.operation_names:
        asked = model.operation_model(name)
        if name in FORGOTTEN:
            continue  # the newer operation of the same route has taken their place
        try:
            made = Maker(random.Random(name)).make(asked.input_shape) if asked.input_shape else {}
            request = sent(wire.written(asked, protocol, made))
        except Unmakeable:
            continue
        assert reader.operation(model, request) == name
        read = reader.parameters(asked, request)
        shape: Any = asked.input_shape
        if shape is not None and protocol.startswith("rest"):
            # Streams are not read, and labels, headers and metadata have tests of their own.
            located = {n for n, m in shape.members.items() if "location" in m.serialization}
            hidden = located | {shape.serialization.get("payload")} - {None}
            read = {n: v for n, v in read.items() if n not in hidden}
            made = {n: v for n, v in made.items() if n not in hidden}
        assert plain(read) == plain(made), name


def test_labels_queries_and_headers_are_read() -> None:
    asked = service_model("s3").operation_model("UploadPart")
    headers = {"content-md5": "abc", "x-amz-request-payer": "requester"}
    request = Wire("PUT", "/bucket/a%2Fb%20c//d", "partNumber=7&uploadId=u", headers)
    reader = READERS["rest-xml"]
    assert reader.operation(service_model("s3"), request) == "UploadPart"
    assert reader.parameters(asked, request) == {
        "Bucket": "bucket",
        "Key": "a/b c//d",
        "PartNumber": 7,
        "UploadId": "u",
        "ContentMD5": "abc",
        "RequestPayer": "requester",
    }


@pytest.mark.parametrize(
    ("method", "path", "query", "headers", "operation"),
    [
        ("GET", "/", "", {}, "ListBuckets"),
        ("GET", "/b", "list-type=2", {}, "ListObjectsV2"),
        ("GET", "/b", "", {}, "ListObjects"),
        ("GET", "/b/", "versions", {}, "ListObjectVersions"),
        ("GET", "/b/k", "", {}, "GetObject"),
        ("GET", "/b/k", "uploadId=u", {}, "ListParts"),
        ("GET", "/b/k", "tagging=", {}, "GetObjectTagging"),
        ("GET", "/b", "lifecycle", {}, "GetBucketLifecycleConfiguration"),
        ("PUT", "/b/k", "", {"x-amz-copy-source": "c/d"}, "CopyObject"),
        ("PUT", "/b/k", "x-id=PutObject", {}, "PutObject"),
        ("DELETE", "/b/k", "uploadId=u", {}, "AbortMultipartUpload"),
        ("DELETE", "/b/k", "", {}, "DeleteObject"),
        ("POST", "/b", "delete", {}, "DeleteObjects"),
        ("HEAD", "/b/k", "", {}, "HeadObject"),
    ],
)
def test_a_route_of_s3_is_told_by_all_of_the_request(
    method: str, path: str, query: str, headers: dict[str, str], operation: str
) -> None:
    found = READERS["rest-xml"].operation(service_model("s3"), Wire(method, path, query, headers))
    assert found == operation


@settings(max_examples=200)
@given(protocol=st.sampled_from(sorted(READERS)), body=st.binary(max_size=60))
def test_no_body_is_more_than_malformed(protocol: str, body: bytes) -> None:
    service, operation = {
        "json": ("dynamodb", "PutItem"),
        "query": ("iam", "CreateRole"),
        "ec2": ("ec2", "RunInstances"),
        "rest-json": ("scheduler", "CreateSchedule"),
        "rest-xml": ("s3", "PutBucketTagging"),
        "smithy-rpc-v2-cbor": ("cloudwatch", "PutMetricData"),
    }[protocol]
    paths = {"rest-json": ("POST", "/schedules/x", ""), "rest-xml": ("PUT", "/b", "tagging")}
    method, path, query = paths.get(protocol, ("POST", "/", ""))
    asked = service_model(service).operation_model(operation)
    try:
        found = READERS[protocol].parameters(asked, Wire(method, path, query, {}, body))
    except Malformed:
        return
    assert isinstance(found, dict)


def test_a_list_with_gaps_costs_nothing() -> None:
    asked = service_model("iam").operation_model("TagRole")
    form = b"Action=TagRole&RoleName=r&Tags.member.999999999.Key=b&Tags.member.7.Key=a"
    found = READERS["query"].parameters(asked, Wire("POST", "/", "", {}, form))
    assert found == {"RoleName": "r", "Tags": [{"Key": "a"}, {"Key": "b"}]}


@pytest.mark.parametrize(
    "body",
    [
        b'<!DOCTYPE t [<!ENTITY a "aa">]><Tagging><TagSet>&a;</TagSet></Tagging>',
        b"<Tagging>" * 500,
        b"<Tagging><TagSet></Tagging>",
        "<Tagging>ä</Tagging>".encode("latin-1"),
    ],
)
def test_xml_that_is_a_trap_is_malformed(body: bytes) -> None:
    asked = service_model("s3").operation_model("PutBucketTagging")
    with pytest.raises(Malformed):
        READERS["rest-xml"].parameters(asked, Wire("PUT", "/b", "tagging", {}, body))


@pytest.mark.parametrize(
    "body",
    [
        b'{"Item":' * 400 + b"1" + b"}" * 400,
        b"[" * 200_000,
        b'{"TableName":NaN}',
        b'{"TableName":"\\ud800"}',
        b'{"TableName":"\xff"}',
        b'{"n":' + b"9" * 5000 + b"}",
        b'{"TableName":7}',
        b'{"Item":{"a":{"B":"no base64"}}}',
    ],
)
def test_json_that_is_a_trap_is_malformed(body: bytes) -> None:
    asked = service_model("dynamodb").operation_model("PutItem")
    with pytest.raises(Malformed):
        READERS["json"].parameters(asked, Wire("POST", "/", "", {}, body))
