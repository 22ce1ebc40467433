"""Whose stacks a request is about is said by its signature; what it gives is XML."""

from __future__ import annotations

import io
from typing import Any
from urllib.parse import urlencode

import pytest

from localaws.cloudformation import http
from localaws.cloudformation.errors import ChangeSetNotFound, ValidationError
from localaws.cloudformation.http import QueryAPI

SIGNED = "AWS4-HMAC-SHA256 Credential={}/20260102/{}/cloudformation/aws4_request, Signature=x"


class Service:
    """Gives the same to everything, and remembers what it was asked."""

    def __init__(self, result: dict[str, Any] | Exception) -> None:
        self._result = result
        self.asked: list[Any] = []

    def call(self, *asked: Any) -> dict[str, Any]:
        self.asked.append(asked)
        if isinstance(self._result, Exception):
            raise self._result
        return self._result


def request(service: Any, fields: dict[str, str], authorization: str) -> tuple[str, str]:
    """The status and the body of what a form gets."""
    body = urlencode({"Version": "2010-05-15", **fields}).encode()
    environ = {
        "wsgi.input": io.BytesIO(body),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_AUTHORIZATION": authorization,
    }
    statuses: list[str] = []
    sent = QueryAPI(service, "eu-west-1")(environ, lambda status, _: statuses.append(status))
    return statuses[0], b"".join(sent).decode()


@pytest.mark.parametrize(
    ("authorization", "asker"),
    [
        (SIGNED.format("AKIA", "us-west-2"), ("account of AKIA", "us-west-2")),
        ("", ("account of ", "eu-west-1")),
    ],
)
def test_the_signature_says_whose_stacks(
    monkeypatch: pytest.MonkeyPatch, authorization: str, asker: tuple[str, str]
) -> None:
    monkeypatch.setattr(http, "get_account_id_from", "account of {}".format)
    service = Service({"Stacks": [{"StackName": "s"}]})
    status, body = request(service, {"Action": "DescribeStacks", "StackName": "s"}, authorization)
    assert service.asked == [(*asker, "DescribeStacks", {"StackName": "s"})]
    assert status == "200 OK"
    assert "<Stacks><member><StackName>s</StackName></member></Stacks>" in body


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (ValidationError("no & no"), "400 Bad Request", "ValidationError"),
        (ChangeSetNotFound("c"), "404 Not Found", "ChangeSetNotFound"),
    ],
)
def test_a_refusal_is_the_apis_own_error(error: Exception, status: str, code: str) -> None:
    found, body = request(Service(error), {"Action": "ListStacks"}, "")
    assert found == status
    assert f"<Code>{code}</Code>" in body
