"""The event of a request to a function's URL."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.functions.urls.request import HttpRequest, Signed, event

DOMAIN = "abc.lambda-url.eu-west-1.localhost"


def made(request: HttpRequest, by: Signed | None = None) -> dict[str, Any]:
    payload = event(request, "abc", DOMAIN, "r", 1583348638.39, by)
    found: dict[str, Any] = json.loads(payload)
    return found


def test_it_has_format_2() -> None:
    headers = {"host": "abc", "user-agent": "agent", "cookie": "a=1; b=2"}
    request = HttpRequest("POST", "/my/path", "p=1&p=2&q=x%20y", headers, b"")
    assert made(request) == {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": "/my/path",
        "rawQueryString": "p=1&p=2&q=x%20y",
        "cookies": ["a=1", "b=2"],
        "headers": {"host": "abc", "user-agent": "agent"},
        "queryStringParameters": {"p": "1,2", "q": "x y"},
        "requestContext": {
            "accountId": "anonymous",
            "apiId": "abc",
            "domainName": DOMAIN,
            "domainPrefix": "abc",
            "http": {
                "method": "POST",
                "path": "/my/path",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "agent",
            },
            "requestId": "r",
            "routeKey": "$default",
            "stage": "$default",
            "time": "04/Mar/2020:19:03:58 +0000",
            "timeEpoch": 1583348638390,
        },
        "isBase64Encoded": False,
    }


def test_who_signed_is_named() -> None:
    found = made(HttpRequest("GET", "/"), Signed("AKIA", "123456789012"))["requestContext"]
    assert found["accountId"] == "123456789012"
    assert found["authorizer"]["iam"]["accessKey"] == "AKIA"


@pytest.mark.parametrize(
    "kind",
    [
        "text/plain; charset=utf-8",
        "application/json",
        "application/problem+json",
        "application/xml",
    ],
)
def test_text_goes_as_text(kind: str) -> None:
    found = made(HttpRequest("POST", "/", "", {"content-type": kind}, "größer".encode()))
    assert (found["body"], found["isBase64Encoded"]) == ("größer", False)


@pytest.mark.parametrize(
    "headers",
    [
        {"content-type": "image/png"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "text/plain", "content-encoding": "gzip"},
        {},
    ],
)
def test_everything_else_goes_in_base64(headers: dict[str, str]) -> None:
    found = made(HttpRequest("POST", "/", "", headers, b"a=b"))
    assert (found["body"], found["isBase64Encoded"]) == ("YT1i", True)


@given(st.binary(min_size=1), st.sampled_from(["text/plain", "image/png", ""]))
def test_no_byte_is_lost(body: bytes, kind: str) -> None:
    found = made(HttpRequest("POST", "/", "", {"content-type": kind}, body))
    text = found["body"]
    assert (base64.b64decode(text) if found["isBase64Encoded"] else text.encode()) == body
