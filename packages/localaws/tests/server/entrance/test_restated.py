"""An error in a body, and whether the client reads it where it stands."""

from __future__ import annotations

import pytest

from localaws.server.entrance.restated import Found, error_in

QUERY = b"<ErrorResponse><Error><Type>Sender</Type><Code>C</Code><Message>m</Message></Error></ErrorResponse>"
BARE = b"<?xml version='1.0'?><Error><Code>C</Code><Message>m</Message></Error>"
EC2 = b"<Response><Errors><Error><Code>C</Code><Message>m</Message></Error></Errors></Response>"


@pytest.mark.parametrize(
    ("body", "protocol", "headers", "right"),
    [
        (QUERY, "query", {}, True),
        (QUERY, "rest-xml", {}, True),
        (QUERY, "ec2", {}, False),
        (QUERY, "json", {}, False),
        (BARE, "rest-xml", {}, True),
        (BARE, "query", {}, False),
        (EC2, "ec2", {}, True),
        (EC2, "query", {}, False),
        (b'{"__type": "C", "message": "m"}', "json", {}, True),
        (b'{"__type": "ns#C", "Message": "m"}', "json", {}, True),
        (b'{"__type": "C", "message": "m"}', "rest-json", {}, False),
        (b'{"code": "C", "message": "m"}', "rest-json", {}, True),
        (b'{"message": "m"}', "rest-json", {"X-Amzn-ErrorType": "C:http://x"}, True),
        (b'{"message": "m"}', "json", {"X-Amzn-ErrorType": "C"}, False),
        (b'{"Code": "C", "errorMessage": "m"}', "json", {}, False),
        (b'{"__type": "C", "message": "m"}', "query", {}, False),
    ],
)
def test_an_error_is_found(
    body: bytes, protocol: str, headers: dict[str, str], right: bool
) -> None:
    assert error_in(body, protocol, list(headers.items())) == Found("C", "m", right)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"text",
        b"<html>",
        b"<p>no</p>",
        b"<Error>C</Error>",
        b"<Error><Code></Code></Error>",
        b"{",
        b'{"message": "m"}',
        b'{"a":' * 100_000,
    ],
)
def test_what_is_none_is_none(body: bytes) -> None:
    assert error_in(body, "json", []) is None
