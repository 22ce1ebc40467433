"""The page behind the link: GET shows, POST decides, and whoever is second or too late is told."""

from __future__ import annotations

import base64
import importlib
import json
import sys
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import pytest
from botocore.exceptions import ClientError

from infrastructure.approval_link import CODE
from pipelines.workflow import approval
from stepline.commands.approval import LONGEST_REASON
from stepline.runs.items import TOKEN

RIGHT = {"execution": "first", "key": "0384e95c"}
FOREVER, LONG_AGO = "2999-01-01T00:00:00.000Z", "2020-01-01T00:00:00.000Z"


class Stack:
    """Stands for the table and for Step Functions."""

    def __init__(self) -> None:
        self.item: dict[str, Any] = {
            "pk": "token",
            "sk": "first",
            "key": "0384e95c",
            "token": "the-task",
            "deadline": FOREVER,
            "sentence": "F1 is 0.9 <script>, of the one that serves 0.8.",
        }
        self.sent: list[dict[str, Any]] = []
        self.over = ""
        """The error of Step Functions, where nobody waits any longer."""
        self.broken = False

    def resource(self, service: str) -> Stack:
        return self

    client = resource

    def Table(self, name: str) -> Stack:  # noqa: N802 - boto3's
        assert name == "a-table"
        return self

    def get_item(self, Key: dict[str, str], **_: Any) -> dict[str, Any]:  # noqa: N803 - boto3's
        there = Key == {"pk": "token", "sk": self.item["sk"]}
        return {"Item": dict(self.item)} if there else {}

    def update_item(self, ExpressionAttributeValues: dict[str, Any], **_: Any) -> None:  # noqa: N803
        if self.broken:
            raise ClientError({"Error": {"Code": "InternalServerError"}}, "UpdateItem")
        self.item |= {name[1:]: value for name, value in ExpressionAttributeValues.items()}

    def send_task_success(self, taskToken: str, output: str) -> None:  # noqa: N803 - boto3's
        if self.over:
            raise ClientError({"Error": {"Code": self.over}}, "SendTaskSuccess")
        assert taskToken == "the-task"
        self.sent.append(json.loads(output))
        self.over = "TaskTimedOut"


@pytest.fixture
def stack(monkeypatch: pytest.MonkeyPatch) -> Iterator[Stack]:
    monkeypatch.syspath_prepend(CODE)
    monkeypatch.setenv("TABLE", "a-table")
    made = Stack()
    monkeypatch.setattr(importlib.import_module("handler"), "boto3", made)
    yield made
    for name in ("handler", "page"):
        del sys.modules[name]


def ask(method: str, body: str = "", query: dict[str, str] | None = None) -> tuple[int, str]:
    event = {
        "requestContext": {"http": {"method": method}},
        "isBase64Encoded": bool(body),
        "body": base64.b64encode(body.encode()).decode(),
        **({"queryStringParameters": query} if query else {}),
    }
    responded = sys.modules["handler"].handler(event, None)
    return responded["statusCode"], responded["body"]


def post(decision: str, **more: str) -> tuple[int, str]:
    return ask("POST", urlencode({**RIGHT, "decision": decision, **more}))


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_look_shows_the_numbers_and_decides_nothing(stack: Stack, method: str) -> None:
    query = {**RIGHT, "decision": "approve"}
    status, page = ask(method, query=query)
    assert (status, stack.sent) == (200, [])
    assert "F1 is 0.9 &lt;script&gt;, of the one that serves 0.8." in page
    assert '<form method="post">' in page
    assert "the-task" not in page


@pytest.mark.parametrize(("decision", "approved"), [("approve", True), ("reject", False)])
def test_a_post_decides(stack: Stack, decision: str, approved: bool) -> None:
    status, page = post(decision, by="Ann", reason="so")
    assert status == 200
    assert stack.sent == [{"approved": approved, "by": "Ann", "reason": "so"}]
    assert f"The model is {'approved' if approved else 'rejected'}" in page


def test_who_comes_second_is_told_what_was_decided(stack: Stack) -> None:
    post("approve", by="<b>Ann</b>", reason="so & so")
    for status, page in (post("reject"), ask("GET", query=RIGHT)):
        assert status in (200, 409)
        assert "The model was approved by &lt;b&gt;Ann&lt;/b&gt;" in page
        assert "so &amp; so" in page
        assert "form" not in page
    assert len(stack.sent) == 1


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist", "InvalidToken"])
def test_who_comes_too_late_is_told(stack: Stack, code: str) -> None:
    stack.over = code
    status, page = post("approve")
    assert status == 409
    assert "Nobody waits for this decision any longer" in page
    assert "decision" not in stack.item


def test_a_page_that_is_opened_after_the_deadline_has_no_form(stack: Stack) -> None:
    stack.item["deadline"] = LONG_AGO
    status, page = ask("GET", query=RIGHT)
    assert status == 200
    assert "Nobody waits for this decision any longer" in page
    assert "form" not in page


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"execution": "first"},
        {"key": "0384e95c"},
        {"execution": "first", "key": "0384e95"},
        {"execution": "first", "key": "0384e95cc"},
        {"execution": "first", "key": "ключ"},
        {"execution": "second", "key": "0384e95c"},
        {"execution": "f" * 5000, "key": "0384e95c"},
    ],
)
def test_a_wrong_link_tells_nothing(stack: Stack, asked: dict[str, str]) -> None:
    got = ask("GET", query=asked)
    assert got == ask("POST", urlencode({**asked, "decision": "approve"}))
    assert got[0] == 404
    assert "first" not in got[1]
    assert stack.sent == []


@pytest.mark.parametrize("decision", ["", "yes", "APPROVE"])
def test_a_post_that_decides_neither_shows_the_form_again(stack: Stack, decision: str) -> None:
    assert post(decision)[0] == 400
    assert stack.sent == []


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS"])
def test_no_other_method_does_anything(stack: Stack, method: str) -> None:
    assert ask(method, urlencode({**RIGHT, "decision": "approve"}))[0] == 405
    assert stack.sent == []


def test_a_body_without_end_is_not_read(stack: Stack) -> None:
    assert post("approve", reason="r" * 100_000)[0] == 413
    assert stack.sent == []


def test_a_decision_that_cannot_be_noted_is_made(stack: Stack) -> None:
    stack.broken = True
    assert post("approve")[0] == 200
    assert stack.sent[0]["approved"] is True


def test_an_error_that_is_no_lateness_is_no_page(stack: Stack) -> None:
    stack.over = "ThrottlingException"
    with pytest.raises(ClientError):
        post("approve")


def test_no_other_site_learns_the_key(stack: Stack) -> None:
    event = {"requestContext": {"http": {"method": "GET"}}, "queryStringParameters": RIGHT}
    headers = sys.modules["handler"].handler(event, None)["headers"]
    assert headers["referrer-policy"] == "same-origin"
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["cache-control"] == "no-store"


@pytest.mark.usefixtures("stack")
def test_state_machine_page_and_command_line_mean_the_same() -> None:
    """Each of them stands by itself and says it anew."""
    handler = sys.modules["handler"]
    assert approval.WAITING == handler.WAITING == TOKEN
    assert approval.LONGEST_REASON == handler.LONGEST_REASON == LONGEST_REASON
    assert approval.LONGEST_NAME == handler.LONGEST_NAME
