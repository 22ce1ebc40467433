"""A human decides for the execution that waits, and learns it where none does."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.errors import UserError
from stepline.runs.approval import Decision, decide, document, find
from tests.stepline.clients import Pages, refusal, target
from tests.stepline.test_executions import DEPLOYMENT

WITH_TABLE = replace(DEPLOYMENT, table="t")
SOON = (datetime.now(UTC) + timedelta(hours=1)).isoformat()
ME = "arn:aws:iam::123456789012:user/ada"


def waits(name: str = "first", deadline: str = SOON) -> dict[str, Any]:
    texts = {"sk": name, "token": f"T-{name}", "execution": f"arn:x:{name}", "deadline": deadline}
    return {key: {"S": text} for key, text in texts.items()}


def account(
    *items: dict[str, Any], status: str = "RUNNING", answer: Exception | None = None
) -> Any:
    sent: list[dict[str, str]] = []

    def send_task_success(**request: str) -> None:
        if answer:
            raise answer
        sent.append(request)

    return target(
        dynamodb=SimpleNamespace(get_paginator=lambda _: Pages([{"Items": list(items)}])),
        sts=SimpleNamespace(get_caller_identity=lambda: {"Arn": ME}),
        stepfunctions=SimpleNamespace(
            describe_execution=lambda **_: {"status": status},
            send_task_success=send_task_success,
            sent=sent,
        ),
    )


@pytest.mark.parametrize("approved", [True, False])
def test_the_decision_carries_who_and_why(approved: bool) -> None:
    aws = account(waits())
    decided = decide(aws, find(aws, WITH_TABLE, None), approved, "because")
    assert decided == Decision(approved, ME, "because", "first")
    [sent] = aws.client("stepfunctions").sent
    assert sent["taskToken"] == "T-first"
    assert json.loads(sent["output"]) == {"approved": approved, "by": ME, "reason": "because"}
    assert document(WITH_TABLE, decided)["approved"] is approved


def test_the_decision_is_noted_for_the_page_behind_the_link() -> None:
    aws, noted = account(waits()), list[dict[str, Any]]()
    aws.client("dynamodb").update_item = lambda **request: noted.append(request)
    decide(aws, find(aws, WITH_TABLE, None), False, "slower", WITH_TABLE.table)
    (request,) = noted
    assert request["Key"] == {"pk": {"S": "token"}, "sk": {"S": "first"}}
    values = {name: value["S"] for name, value in request["ExpressionAttributeValues"].items()}
    assert values.pop(":decided").endswith("Z")
    assert values == {":decision": "rejected", ":by": ME, ":reason": "slower"}


def test_a_decision_that_cannot_be_noted_is_made_all_the_same() -> None:
    aws = account(waits())

    def update_item(**_: Any) -> None:
        raise refusal("AccessDeniedException")

    aws.client("dynamodb").update_item = update_item
    assert decide(aws, find(aws, WITH_TABLE, None), True, "", WITH_TABLE.table).approved
    assert len(aws.client("stepfunctions").sent) == 1


def test_a_token_alone_is_enough() -> None:
    aws = account()
    assert decide(aws, "T", True, "").execution is None


def test_of_several_one_is_to_be_named() -> None:
    aws = account(waits("first"), waits("second"))
    with pytest.raises(UserError, match=r"say which with --execution\. first, second"):
        find(aws, WITH_TABLE, None)
    assert find(aws, WITH_TABLE, "second").token == "T-second"
    assert find(aws, WITH_TABLE, "arn:x:second").token == "T-second"


def test_where_none_waits_that_is_said() -> None:
    with pytest.raises(UserError, match="No execution of ner waits for approval"):
        find(account(), WITH_TABLE, None)
    with pytest.raises(UserError, match="The execution third waits for no approval"):
        find(account(waits()), WITH_TABLE, "third")


def test_one_whose_time_is_over_or_that_has_ended_is_told_apart() -> None:
    with pytest.raises(UserError, match="waited until 2026-01-02 03:04 UTC and was then given up"):
        find(account(waits(deadline="2026-01-02T03:04:05Z")), WITH_TABLE, "first")
    with pytest.raises(UserError, match="has ended, so there is nothing to decide"):
        find(account(waits(), status="FAILED"), WITH_TABLE, "first")


def test_a_stack_without_a_table_takes_a_token() -> None:
    with pytest.raises(UserError, match="or give the token with --token"):
        find(account(), DEPLOYMENT, None)


@pytest.mark.parametrize("code", ["TaskTimedOut", "TaskDoesNotExist"])
def test_what_is_decided_already_is_said(code: str) -> None:
    with pytest.raises(UserError, match="it was decided already, its time is over"):
        decide(account(answer=refusal(code)), "T", True, "")


def test_a_text_that_is_no_token_is_said_to_be_none() -> None:
    with pytest.raises(UserError, match="This is no token of Step Functions"):
        decide(account(answer=refusal("InvalidToken")), "T", True, "")
