"""What a service answered, or what is said in its place."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from localaws.protocols.models import service_model
from localaws.server.entrance.identity import Identity
from localaws.server.entrance.outcome import Outcome

JSON = [("Content-Type", "application/json")]
ASKED = Identity("events", "json", service_model("events").operation_model("PutRule"))
S3 = Identity("s3", "rest-xml", service_model("s3").operation_model("GetObject"))


def told(
    application: Callable[..., Iterable[bytes]], asked: Identity = ASKED, bodiless: bool = False
) -> tuple[str, dict[str, str], bytes]:
    heads: list[tuple[str, list[tuple[str, str]]]] = []
    outcome = Outcome(asked, "the-id", bodiless)
    body = b"".join(
        outcome.of(application, {}, lambda status, named: heads.append((status, named)))
    )
    [(status, headers)] = heads
    return status, {name.lower(): value for name, value in headers}, body


def responds(status: str, body: bytes, headers: Any = ()) -> Callable[..., Iterable[bytes]]:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        start(status, list(headers))
        return [body]

    return application


def fails(error: BaseException) -> Callable[..., Iterable[bytes]]:
    def application(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        raise error

    return application


def test_success_passes_with_an_id() -> None:
    status, headers, body = told(responds("200 OK", b"any\0thing"))
    assert (status, body, headers["x-amzn-requestid"]) == ("200 OK", b"any\0thing", "the-id")
    _, headers, _ = told(responds("200 OK", b"", [("x-amzn-RequestId", "its own")]))
    assert headers["x-amzn-requestid"] == "its own"
    assert "x-amz-request-id" in told(responds("200 OK", b""), S3)[1]


def test_a_failure_inside_is_an_internal_failure_with_the_id_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    status, _, body = told(fails(ZeroDivisionError()))
    assert status.startswith("500 ")
    assert json.loads(body)["__type"] == "InternalFailure"
    assert "the-id" in json.loads(body)["message"]
    assert "events:PutRule failed, request id the-id" in caplog.text
    assert b"<Code>InternalError</Code>" in told(fails(ZeroDivisionError()), S3)[2]


def test_what_is_not_implemented_is_refused_by_name() -> None:
    status, _, body = told(fails(NotImplementedError("half of it")))
    assert status.startswith("400 ")
    assert json.loads(body)["__type"] == "UnsupportedOperationException"
    assert (
        "events:PutRule is not supported by this embedded AWS: half" in json.loads(body)["message"]
    )


def test_a_client_that_has_gone_is_told_nothing() -> None:
    with pytest.raises(BrokenPipeError):
        told(fails(BrokenPipeError()))


def test_an_error_in_the_right_shape_passes_as_it_is() -> None:
    body = b'{"__type": "ResourceNotFoundException", "message": "m"}'
    assert told(responds("404 Not Found", body, JSON))[::2] == ("404 Not Found", body)


def test_an_error_in_another_protocol_s_shape_is_told_again() -> None:
    xml = b"<ErrorResponse><Error><Code>C</Code><Message>m</Message></Error></ErrorResponse>"
    status, _, body = told(responds("409 Conflict", xml))
    assert (status, json.loads(body)) == ("409 Conflict", {"__type": "C", "message": "m"})


@pytest.mark.parametrize(
    ("status", "body", "code", "message"),
    [
        ("404 Not Found", b"<html>no</html>", "UnknownOperationException", "404 Not Found"),
        ("400 Bad Request", b"in words", "ValidationException", "in words"),
    ],
)
def test_an_error_that_is_none_is_made_one(
    status: str, body: bytes, code: str, message: str
) -> None:
    assert json.loads(told(responds(status, body))[2]) == {"__type": code, "message": message}


@pytest.mark.parametrize(
    ("status", "code", "passes"),
    [
        ("500 Internal Server Error", "InternalServerException", True),
        ("503 Slow Down", "InternalServerException", False),
        ("500 Internal Server Error", "Exception", False),
    ],
)
def test_a_5xx_that_the_model_names_is_no_fault(status: str, code: str, passes: bool) -> None:
    asked = Identity(
        "scheduler", "rest-json", service_model("scheduler").operation_model("GetSchedule")
    )
    body = b'{"message": "m"}'
    came = told(responds(status, body, [("x-amzn-ErrorType", code)]), asked)
    assert (came[::2] == (status, body)) is passes
    assert passes or (came[0].startswith("500 ") and b"The server log says more" in came[2])


def test_a_head_has_no_error_to_be_told_again() -> None:
    assert told(responds("404 Not Found", b""), S3, bodiless=True)[::2] == ("404 Not Found", b"")


def test_a_container_s_words_are_its_own() -> None:
    asked = Identity("sagemaker-runtime", "rest-json", None)
    assert told(responds("500 Oops", b"words"), asked)[::2] == ("500 Oops", b"words")
