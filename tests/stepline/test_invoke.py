"""What an endpoint responds, and what its refusals become."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.errors import UserError
from stepline.invoke import invoke
from stepline.request import Request
from tests.stepline.clients import refusal, target
from tests.stepline.test_executions import DEPLOYMENT

ASKED = Request(b"a,b", "text/csv")


def respond(body: bytes, content_type: str) -> Any:
    response = {"Body": io.BytesIO(body), "ContentType": content_type}
    runtime = SimpleNamespace(invoke_endpoint=lambda **_: response)
    return invoke(target(sagemaker_runtime=runtime), DEPLOYMENT, ASKED)


def refuse(error: Exception) -> str:
    def invoke_endpoint(**_: Any) -> None:
        raise error

    runtime = SimpleNamespace(invoke_endpoint=invoke_endpoint)
    with pytest.raises(UserError) as refused:
        invoke(target(sagemaker_runtime=runtime), DEPLOYMENT, ASKED)
    return str(refused.value)


def test_json_is_a_value_whatever_its_charset() -> None:
    assert respond(b'{"a": 1}', "application/json") == {"a": 1}
    assert respond(b'{"a": 1}', "application/json; charset=utf-8") == {"a": 1}


def test_anything_else_is_a_text() -> None:
    assert respond(b'{"a": 1}', "text/plain") == '{"a": 1}'


def test_a_containers_refusal_is_told_in_its_own_words() -> None:
    error = refusal("ModelError", OriginalStatusCode=400, OriginalMessage="no such column")
    assert refuse(error) == "The container of endpoint endpoint answered 400: no such column"


def test_an_endpoint_that_is_not_there_is_to_be_created() -> None:
    said = refuse(refusal("ValidationError", "not found"))
    assert "did not answer (ValidationError: not found)" in said
    assert "stepline start ner --watch" in said
