"""The request that an API destination gets."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.events.connection_secret import Additions
from localaws.events.destination_request import Destination, hidden, is_endpoint, request
from localaws.events.parcel import Parcel

EVENT = {"detail-type": "order", "detail": {"id": "a/b", "n": 7}}


def made(endpoint: str, method: str = "POST", added: Additions | None = None, **given: Any) -> Any:
    target = {"Arn": "arn", "HttpParameters": given}
    parcel = Parcel("rule", "events.amazonaws.com", target, '{"a": 1}', "e", EVENT)
    return request(Destination(endpoint, method), added or Additions(), parcel)


def test_it_says_that_it_is_json_and_who_asks() -> None:
    sent = made("https://api.example.com")
    assert (sent.method, sent.url, sent.body) == ("POST", "https://api.example.com", b'{"a": 1}')
    assert sent.headers["content-type"] == "application/json; charset=utf-8"
    assert sent.headers["user-agent"] == "Amazon/EventBridge/ApiDestinations"
    assert made("https://api.example.com", "GET").body is None


def test_parameters_are_constants_or_lead_into_the_event() -> None:
    sent = made(
        "https://api.example.com/*/*?v=1",
        PathParameterValues=["$.detail.id", "x"],
        QueryStringParameters={"n": "$.detail.n", "none": "$.detail.none"},
        HeaderParameters={"X-Kind": "$.detail-type"},
    )
    assert sent.url == "https://api.example.com/a%2Fb/x?v=1&n=7&none="
    assert sent.headers["x-kind"] == "order"


def test_what_the_connection_adds_has_precedence() -> None:
    added = Additions({"X-Kind": "theirs"}, {"n": "8"}, {"a": 2, "b": 3})
    sent = made(
        "https://api.example.com",
        added=added,
        HeaderParameters={"x-kind": "ours"},
        QueryStringParameters={"n": "7"},
    )
    assert (sent.headers["x-kind"], sent.url) == ("theirs", "https://api.example.com?n=8")
    assert json.loads(sent.body) == {"a": 2, "b": 3}


def test_nothing_that_a_connection_adds_is_shown() -> None:
    shown = hidden(Additions({"Authorization": "Basic x"}, {"key": "x"}, {"token": "x"}))
    assert shown == Additions({"Authorization": "***"}, {"key": "***"}, {"token": "***"})


@pytest.mark.parametrize(
    ("url", "is_one"),
    [
        ("https://api.example.com/*", True),
        ("http://localhost:8080/in", True),
        ("http://127.0.0.1/in", True),
        ("http://api.example.com", False),
        ("ftp://localhost", False),
        ("https://", False),
        ("api.example.com", False),
    ],
)
def test_an_endpoint_has_https_or_is_of_this_machine(url: str, is_one: bool) -> None:
    assert is_endpoint(url) == is_one
