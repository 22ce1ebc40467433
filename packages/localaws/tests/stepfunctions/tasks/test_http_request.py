"""What an HTTP task sends, by its arguments and its connection."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.events.connection_secret import Additions
from localaws.stepfunctions.tasks.http_request import BadRequest, connection_of, request

NOTHING = Additions()
ASKED = {"ApiEndpoint": "https://api.example.com/v1", "Method": "GET"}


def _sent(added: Additions = NOTHING, **arguments: Any) -> Any:
    return request(ASKED | arguments, added, "eu-west-1")


def test_a_request_says_who_asks_and_how_much_it_takes() -> None:
    sent = _sent()
    assert (sent.method, sent.url, sent.body) == ("GET", "https://api.example.com/v1", None)
    assert sent.headers == {
        "user-agent": "Amazon|StepFunctions|HttpInvoke|eu-west-1",
        "range": "bytes=0-262144",
    }


def test_query_parameters_are_encoded_and_lists_repeat() -> None:
    sent = _sent(QueryParameters={"q": "a b&c", "n": [1, 2], "on": True})
    assert sent.url == "https://api.example.com/v1?q=a%20b%26c&n=1&n=2&on=true"


def test_a_query_that_is_there_is_added_to() -> None:
    sent = _sent(ApiEndpoint="https://h/p?a=1", QueryParameters={"b": "2"})
    assert sent.url == "https://h/p?a=1&b=2"


def test_a_body_is_json_unless_it_is_text() -> None:
    sent = _sent(Method="POST", RequestBody={"a": ["ü"]})
    assert sent.body == '{"a":["ü"]}'.encode()
    assert sent.headers["content-type"] == "application/json"
    assert _sent(Method="POST", RequestBody="plain").body == b"plain"


@pytest.mark.parametrize(
    ("arrays", "form"),
    [
        ("INDICES", b"a%5B0%5D=1&a%5B1%5D=2"),
        ("REPEAT", b"a=1&a=2"),
        ("BRACKETS", b"a%5B%5D=1&a%5B%5D=2"),
        ("COMMAS", b"a=1%2C2"),
    ],
)
def test_a_form_has_arrays_in_the_wanted_format(arrays: str, form: bytes) -> None:
    sent = _sent(
        RequestBody={"a": [1, 2], "o": {"k": "v"}},
        Headers={"Content-Type": "application/x-www-form-urlencoded"},
        Transform={
            "RequestBodyEncoding": "URL_ENCODED",
            "RequestEncodingOptions": {"ArrayFormat": arrays},
        },
    )
    assert sent.body == form + b"&o%5Bk%5D=v"


def test_what_a_connection_adds_has_precedence() -> None:
    added = Additions({"X-Key": "connection"}, {"q": "2"}, {"b": "connection"})
    sent = _sent(added, Headers={"x-key": "task"}, RequestBody={"a": 1, "b": 2})
    assert sent.headers["x-key"] == "connection"
    assert sent.url.endswith("?q=2")
    assert sent.body == b'{"a":1,"b":"connection"}'


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ({"Method": "TRACE"}, "The value for the field 'Method' must be one of GET, "),
        ({"ApiEndpoint": "no url"}, "The value of the field 'ApiEndpoint' has an invalid format"),
        ({"ApiEndpoint": 3}, "The value of the field 'ApiEndpoint' has an invalid format"),
        ({"ApiEndpoint": "http://example.com"}, "must begin with https://"),
        ({"Headers": {"Host": "h"}}, "The header 'Host' in the field 'Headers' is not allowed"),
        ({"Headers": {"X-Amz-Date": "h"}}, "The header 'X-Amz-Date' in the field"),
        ({"Headers": ["a"]}, "The value for the field 'Headers' must be an object"),
        (
            {"RequestBody": {}, "Transform": {"RequestBodyEncoding": "URL_ENCODED"}},
            "must be application/x-www",
        ),
    ],
)
def test_what_makes_no_request_is_said_in_a_sentence(
    arguments: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(BadRequest, match=sentence):
        _sent(**arguments)


def test_http_without_tls_is_for_this_machine_alone() -> None:
    assert _sent(ApiEndpoint="http://localhost:8080/x").url == "http://localhost:8080/x"


def test_the_connection_is_named_in_one_of_two_members() -> None:
    assert connection_of(ASKED | {"Authentication": {"ConnectionArn": "arn"}}) == "arn"
    assert connection_of(ASKED | {"InvocationConfig": {"ConnectionArn": "arn"}}) == "arn"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (ASKED, "'ConnectionArn' is required"),
        ([], "must be an object"),
        (ASKED | {"Body": 1}, 'The field "Body" is not supported by Step Functions'),
    ],
)
def test_arguments_of_no_http_task(arguments: Any, sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        connection_of(arguments)
