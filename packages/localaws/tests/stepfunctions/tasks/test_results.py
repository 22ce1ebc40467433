"""What a response becomes before a state sees it."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from botocore.response import StreamingBody

from localaws.protocols.models import service_model
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.results import iso, result
from localaws.stepfunctions.tasks.task import TaskFailure

V1, V2 = Dialect.OPTIMISED, Dialect.SDK
MOMENT = datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC)


def _told(service: str, operation: str, response: dict[str, Any], dialect: Dialect = V2) -> Any:
    return result(
        service_model(service).operation_model(operation).output_shape, response, dialect, "S"
    )


def _body(content: bytes) -> StreamingBody:
    return StreamingBody(io.BytesIO(content), len(content))


def test_members_are_spelt_as_tasks_have_them() -> None:
    assert _told("stepfunctions", "StartExecution", {"executionArn": "a"}) == {"ExecutionArn": "a"}
    assert _told("sqs", "SendMessage", {"MD5OfMessageBody": "x"}) == {"Md5OfMessageBody": "x"}
    assert _told("sqs", "SendMessage", {"MD5OfMessageBody": "x"}, V1) == {"MD5OfMessageBody": "x"}


def test_a_moment_is_milliseconds_in_version_1_and_iso_text_in_version_2() -> None:
    response = {"startDate": MOMENT}
    assert _told("stepfunctions", "StartExecution", response, V1) == {"StartDate": 1767323045678}
    assert _told("stepfunctions", "StartExecution", response) == {
        "StartDate": "2026-01-02T03:04:05.678Z"
    }


@pytest.mark.parametrize(
    ("microseconds", "written"),
    [
        (0, "2026-01-02T03:04:05Z"),
        (678000, "2026-01-02T03:04:05.678Z"),
        (1, "2026-01-02T03:04:05.000001Z"),
    ],
)
def test_a_moment_has_no_more_of_a_second_than_there_is(microseconds: int, written: str) -> None:
    assert iso(MOMENT.replace(microsecond=microseconds)) == written


def test_a_body_is_text() -> None:
    assert _told("s3", "GetObject", {"Body": _body("größe".encode())}) == {"Body": "größe"}


def test_a_body_that_is_no_text_is_an_error() -> None:
    with pytest.raises(TaskFailure, match="Body is no text in UTF-8"):
        _told("s3", "GetObject", {"Body": _body(b"\xff\xfe")})


def test_a_body_that_cannot_fit_is_not_read() -> None:
    body = _body(b"x" * 1_000_000)
    with pytest.raises(TaskFailure) as failure:
        _told("s3", "GetObject", {"Body": body})
    assert failure.value.error == "States.DataLimitExceeded"


def test_bytes_of_an_optimised_integration_are_in_base64() -> None:
    response = {"Item": {"b": {"B": b"hi"}}}
    assert _told("dynamodb", "GetItem", response, V1) == {"Item": {"b": {"B": "aGk="}}}


def test_what_no_model_knows_is_left_out_and_what_is_no_json_is_a_fault() -> None:
    assert _told("sqs", "SendMessage", {"MessageId": "m", "Other": 1}) == {"MessageId": "m"}
    with pytest.raises(TypeError, match="MessageId of the response is a Decimal"):
        _told("sqs", "SendMessage", {"MessageId": Decimal(1)})


def test_an_operation_without_a_result_gives_an_empty_object() -> None:
    assert _told("sqs", "DeleteQueue", {}) == {}
