"""Requests of clients that never leave the process."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from localaws.this_aws.clients import Clients, Credentials
from localaws.this_aws.within import Received, Sent

WHOSE = Credentials("AKIA", "secret")


class Responder:
    """Responds to everything with the same, and remembers what was asked."""

    def __init__(self, *body: bytes, status: int = 200) -> None:
        self._body, self._status = body, status
        self.sent: list[Sent] = []

    def __call__(self, sent: Sent) -> Received:
        self.sent.append(sent)
        return Received(self._status, (("x-amzn-requestid", "id"),), self._body)


def _client(service: str, responder: Responder) -> Any:
    clients = Clients()
    clients.respond_by(responder)
    return clients.get(service, "eu-west-1", WHOSE)


def test_a_request_is_signed_and_handed_over() -> None:
    responder = Responder(b'{"QueueUrl":"u"}')
    found = _client("sqs", responder).get_queue_url(QueueName="q")
    assert found["QueueUrl"] == "u"
    assert found["ResponseMetadata"]["RequestId"] == "id"
    [sent] = responder.sent
    assert (sent.method, sent.target, json.loads(sent.body)) == ("POST", "/", {"QueueName": "q"})
    headers = {name.lower(): value for name, value in sent.headers}
    assert "AKIA/" in headers["authorization"]
    assert headers["content-length"] == str(len(sent.body))


def test_a_query_stays_with_its_path() -> None:
    responder = Responder(b"<ListBucketResult/>")
    _client("s3", responder).list_objects_v2(Bucket="bucket", Prefix="a b/")
    assert responder.sent[0].target.startswith("/bucket?list-type=2&prefix=a%20b%2F")


def test_a_body_in_parts_is_one_stream() -> None:
    found = _client("s3", Responder(b"one ", b"", b"two")).get_object(Bucket="bucket", Key="k")
    assert found["Body"].read(3) == b"one"
    assert found["Body"].read() == b" two"


def test_a_body_is_read_as_text_too() -> None:
    body = _client("s3", Responder(b"a,", b"b\n1,2\n")).get_object(Bucket="b", Key="k")["Body"]
    assert list(io.TextIOWrapper(body, encoding="utf-8-sig", newline="")) == ["a,b\n", "1,2\n"]


def test_a_refusal_is_raised_as_over_http() -> None:
    responder = Responder(b'{"__type":"QueueDoesNotExist","message":"No queue"}', status=400)
    client = _client("sqs", responder)
    with pytest.raises(client.exceptions.QueueDoesNotExist, match="No queue"):
        client.get_queue_url(QueueName="q")


def test_each_has_clients_of_its_own() -> None:
    clients = Clients()
    clients.respond_by(Responder())
    mine = clients.get("sqs", "eu-west-1", WHOSE)
    assert clients.get("sqs", "eu-west-1", WHOSE) is mine
    assert clients.get("sqs", "eu-west-1", Credentials("AKIA", "secret", "session")) is not mine
