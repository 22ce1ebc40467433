"""The response that what a function returned means."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.functions.execution.invocation import Outcome
from localaws.functions.urls.response import HttpResponse, response


def returned(value: Any) -> HttpResponse:
    return response(Outcome(json.dumps(value).encode(), "$LATEST"))


@pytest.mark.parametrize("value", ["Hello, world!", {"message": "hi"}, None, [1], 7])
def test_what_has_no_status_is_json(value: Any) -> None:
    found = returned(value)
    assert (found.status, json.loads(found.body)) == (200, value)
    assert found.headers == (("content-type", "application/json"),)


def test_an_object_with_a_status_says_all_of_it() -> None:
    found = returned(
        {
            "statusCode": 201,
            "headers": {"Content-Type": "text/html", "My-Custom-Header": "Custom Value"},
            "body": "<p>é",
            "cookies": ["a=1", "b=2"],
            "isBase64Encoded": False,
        }
    )
    assert found == HttpResponse(
        201,
        "<p>é".encode(),
        (
            ("content-type", "text/html"),
            ("my-custom-header", "Custom Value"),
            ("set-cookie", "a=1"),
            ("set-cookie", "b=2"),
        ),
    )


def test_bytes_come_in_base64() -> None:
    assert returned({"statusCode": 200, "body": "AP8=", "isBase64Encoded": True}).body == b"\0\xff"


def test_what_is_of_the_connection_is_not_the_functions() -> None:
    headers = {"Content-Length": "7", "Connection": "close", "Transfer-Encoding": "chunked"}
    found = returned({"statusCode": 200, "headers": headers})
    assert found.headers == (("content-type", "application/json"),)


@pytest.mark.parametrize(
    "value",
    [
        {"statusCode": "many"},
        {"statusCode": None},
        {"statusCode": True},
        {"statusCode": 7},
        {"statusCode": 200, "body": "no base64", "isBase64Encoded": True},
        {"statusCode": 200, "headers": {"a b": "c"}},
        {"statusCode": 200, "headers": {"a": "b\r\nset-cookie: c"}},
        {"statusCode": 200, "cookies": ["a\nb"]},
    ],
)
def test_what_can_be_no_response_is_the_servers_error(value: Any) -> None:
    assert (returned(value).status, returned(value).body) == (502, b"Internal Server Error")


def test_a_failed_function_is_the_servers_error() -> None:
    assert response(Outcome(b"{}", "1", "Unhandled")).status == 502


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=5,
)


@given(
    st.fixed_dictionaries(
        {"statusCode": _JSON},
        optional={"headers": _JSON, "cookies": _JSON, "body": _JSON, "isBase64Encoded": _JSON},
    )
)
def test_anything_is_a_response(value: Any) -> None:
    found = returned(value)
    assert 100 <= found.status <= 599
    for name, field in found.headers:
        f"{name}: {field}".encode("latin-1")
