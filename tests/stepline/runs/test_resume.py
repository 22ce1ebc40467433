"""An execution that failed is gone on with: by another of the same input, or in itself."""

from __future__ import annotations

import json
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.errors import UserError
from stepline.runs.resume import document, resume
from tests.stepline.clients import Pages, refusal, target
from tests.stepline.test_executions import DEPLOYMENT

WITH_TABLE = replace(DEPLOYMENT, table="t")


def account(status: str = "FAILED", given: str = "{}", redriven: Exception | None = None) -> Any:
    started: list[dict[str, str]] = []

    def start_execution(**request: str) -> dict[str, str]:
        started.append(request)
        return {"executionArn": "arn:x:second"}

    def redrive_execution(**_: str) -> None:
        if redriven:
            raise redriven

    pages = {
        "list_executions": Pages(
            [{"executions": [{"name": "first", "executionArn": "arn:x:first"}]}]
        ),
        "get_execution_history": Pages([]),
    }
    return target(
        stepfunctions=SimpleNamespace(
            get_paginator=pages.__getitem__,
            describe_execution=lambda **_: {"status": status, "input": given},
            start_execution=start_execution,
            redrive_execution=redrive_execution,
            started=started,
        )
    )


def sent(given: str, deployed: Any = WITH_TABLE) -> dict[str, Any]:
    aws = account(given=given)
    assert resume(aws, deployed, None, redrive=False) == ("arn:x:second", "first")
    [one] = aws.client("stepfunctions").started
    found: dict[str, Any] = json.loads(one["input"])
    return found


def test_another_has_the_same_input_and_says_where_it_comes_from() -> None:
    assert sent('{"data": "s3://é/"}') == {"data": "s3://é/", "started_by": "resume of first"}


def test_one_that_was_to_reuse_nothing_is_resumed_to_reuse_what_it_made() -> None:
    assert sent('{"cache": false}') == {"started_by": "resume of first"}


def test_a_stack_from_before_there_was_a_table_knows_no_such_key() -> None:
    assert sent("{}", DEPLOYMENT) == {}


@pytest.mark.parametrize("given", ["[]", "{", "1"])
def test_an_input_that_could_only_fail_again_is_not_sent(given: str) -> None:
    with pytest.raises(UserError, match="is no JSON object, so another would fail as it did"):
        resume(account(given=given), WITH_TABLE, None, redrive=False)


@pytest.mark.parametrize("redrive", [True, False])
@pytest.mark.parametrize(
    ("status", "sentence"), [("RUNNING", "still runs"), ("SUCCEEDED", "there is nothing to resume")]
)
def test_only_what_did_not_succeed_is_resumed(status: str, sentence: str, redrive: bool) -> None:
    with pytest.raises(UserError, match=sentence):
        resume(account(status), WITH_TABLE, "first", redrive)


def test_a_redrive_goes_on_in_the_execution_itself() -> None:
    assert resume(account(), WITH_TABLE, None, redrive=True) == ("arn:x:first", "first")
    assert document(WITH_TABLE, "arn:x:first", "first", True)["redriven"] is True


def test_what_cannot_be_redriven_can_still_be_resumed() -> None:
    aws = account(redriven=refusal("ExecutionNotRedrivable", "It is too old."))
    with pytest.raises(
        UserError, match=r"cannot be redriven: It is too old\. .*stepline resume ner first"
    ):
        resume(aws, WITH_TABLE, None, redrive=True)
