"""What a task's JSON becomes before it is sent."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from botocore.model import Shape
from hypothesis import given
from hypothesis import strategies as st

from localaws.protocols.models import service_model
from localaws.stepfunctions.language import json_text
from localaws.stepfunctions.tasks.arguments import BadArguments, converted, parameters
from localaws.stepfunctions.tasks.dialect import Dialect
from localaws.stepfunctions.tasks.task import TaskFailure

V1, V2 = Dialect.OPTIMISED, Dialect.SDK


def _shape(service: str, operation: str) -> Shape | None:
    return service_model(service).operation_model(operation).input_shape


def _sent(service: str, operation: str, arguments: Any, dialect: Dialect = V2) -> dict[str, Any]:
    return converted(_shape(service, operation), arguments, dialect)


def test_members_get_the_apis_spelling_and_keys_of_maps_stay() -> None:
    asked = {"StateMachineArn": "arn", "Name": "n"}
    assert _sent("stepfunctions", "StartExecution", asked) == {
        "stateMachineArn": "arn",
        "name": "n",
    }
    item = {"TableName": "t", "Item": {"small": {"S": "a"}, "l": {"L": [{"Bool": True}]}}}
    assert _sent("dynamodb", "PutItem", item) == {
        "TableName": "t",
        "Item": {"small": {"S": "a"}, "l": {"L": [{"BOOL": True}]}},
    }


def test_null_is_no_value() -> None:
    assert _sent("stepfunctions", "StartExecution", {"Input": None}) == {}


@pytest.mark.parametrize("dialect", [V1, V2])
def test_what_is_no_text_is_sent_as_json_where_the_api_takes_text(dialect: Dialect) -> None:
    body = {"a": [1, True, "é"]}
    sent = _sent("sqs", "SendMessage", {"MessageBody": body}, dialect)
    assert sent == {"MessageBody": '{"a":[1,true,"é"]}'}
    assert _sent("sqs", "SendMessage", {"MessageBody": "as it is"}, dialect) == {
        "MessageBody": "as it is"
    }


@pytest.mark.parametrize(
    ("given_body", "sent"), [("text", b'"text"'), ({"a": 1}, b'{"a":1}'), (False, b"false")]
)
def test_a_body_of_bytes_is_json_also_where_it_is_text(given_body: Any, sent: bytes) -> None:
    asked = {"Bucket": "b", "Key": "k", "Body": given_body}
    assert _sent("s3", "PutObject", asked)["Body"] == sent


def test_an_optimised_integration_has_bytes_in_base64() -> None:
    asked = {"TableName": "t", "Item": {"b": {"B": "aGk="}}}
    assert _sent("dynamodb", "PutItem", asked, V1)["Item"] == {"b": {"B": b"hi"}}
    with pytest.raises(BadArguments, match="'B' must be text in base64"):
        _sent("dynamodb", "PutItem", {"Item": {"b": {"B": "no base64"}}}, V1)


@pytest.mark.parametrize("value", [3, 3.0, "3"])
def test_a_number_may_be_a_text(value: Any) -> None:
    assert _sent("s3", "ListObjectsV2", {"MaxKeys": value}) == {"MaxKeys": 3}


@pytest.mark.parametrize(
    ("dialect", "value"),
    [
        (V2, "2026-01-02T03:04:05Z"),
        (V2, "2026-01-02T12:04:05+09:00"),
        (V2, 1767323045),
        (V2, "1767323045"),
        (V1, 1767323045000),
    ],
)
def test_a_moment_is_iso_text_or_a_number(dialect: Dialect, value: Any) -> None:
    asked = {"Entries": [{"Time": value}]}
    sent = _sent("events", "PutEvents", asked, dialect)["Entries"][0]["Time"]
    assert sent == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"bucket": "b"}, 'The field "bucket" is not supported by Step Functions'),
        ({"Bucket": "b", "Wat": 1}, 'The field "Wat" is not supported by Step Functions'),
        ({"MaxKeys": "zwei"}, "The value for the field 'MaxKeys' must be an integer"),
        ({"MaxKeys": 1.5}, "The value for the field 'MaxKeys' must be an integer"),
        ({"MaxKeys": True}, "The value for the field 'MaxKeys' must be an integer"),
        ({"FetchOwner": "yes"}, "The value for the field 'FetchOwner' must be a boolean"),
        (
            {"OptionalObjectAttributes": "x"},
            "The value for the field 'OptionalObjectAttributes' must be an array",
        ),
        ([], "The arguments must be an object"),
    ],
)
def test_what_the_api_cannot_be_asked_is_said_by_field(asked: Any, problem: str) -> None:
    with pytest.raises(BadArguments) as error:
        _sent("s3", "ListObjectsV2", asked)
    assert error.value.problems == [problem]


def test_the_task_fails_with_its_parameters_and_every_problem() -> None:
    asked = {"a": 1, "MaxKeys": "zwei"}
    with pytest.raises(TaskFailure) as failure:
        parameters(_shape("s3", "ListObjectsV2"), asked, V2, "List")
    assert failure.value.error == "States.Runtime"
    assert failure.value.cause == (
        "An error occurred while executing the state 'List'. The Parameters "
        '\'{"a":1,"MaxKeys":"zwei"}\' could not be used to start the Task: '
        '[The field "a" is not supported by Step Functions, '
        "The value for the field 'MaxKeys' must be an integer]"
    )


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(
    st.dictionaries(
        st.sampled_from(["QueueUrl", "MessageBody", "DelaySeconds", "MessageAttributes", "No"]),
        _JSON,
    )
)
def test_any_json_is_sent_or_refused_in_sentences(asked: dict[str, Any]) -> None:
    for dialect in (V1, V2):
        sent = _sent_or_problems(asked, dialect)
        assert all(value is not None for value in sent.values())
        if "problems" not in sent and isinstance(asked.get("MessageBody"), dict):
            assert json_text.read(sent["MessageBody"]) == asked["MessageBody"]


def _sent_or_problems(asked: dict[str, Any], dialect: Dialect) -> dict[str, Any]:
    try:
        return _sent("sqs", "SendMessage", asked, dialect)
    except BadArguments as error:
        return {"problems": error.problems or None}
