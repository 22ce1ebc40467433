"""A history is shown in pages, forwards or backwards, with or without data."""

from __future__ import annotations

from typing import Any

import pytest

from .account import PASSES, STATES, Account

TYPES = ["ExecutionStarted", "PassStateEntered", "PassStateExited", "ExecutionSucceeded"]


@pytest.fixture
def arn(account: Account) -> str:
    arn: str = account.run(PASSES, {"a": 1})["executionArn"]
    return arn


def read(account: Account, arn: str, **request: Any) -> list[dict[str, Any]]:
    """Every page of it."""
    events: list[dict[str, Any]] = []
    token: dict[str, str] = {}
    while True:
        page = account.call("GetExecutionHistory", executionArn=arn, **request, **token)
        events += page["events"]
        if "nextToken" not in page:
            return events
        token = {"nextToken": page["nextToken"]}


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 100])
@pytest.mark.parametrize("backwards", [False, True])
def test_pages_have_all_of_it(account: Account, arn: str, size: int, backwards: bool) -> None:
    events = read(account, arn, maxResults=size, reverseOrder=backwards)
    in_order = events[::-1] if backwards else events
    assert [event["type"] for event in in_order] == TYPES
    assert [event["id"] for event in in_order] == [1, 2, 3, 4]


def test_what_started_it(account: Account, arn: str) -> None:
    first = read(account, arn)[0]
    assert first["previousEventId"] == 0
    assert first["executionStartedEventDetails"]["input"] == '{"a": 1}'
    assert first["executionStartedEventDetails"]["inputDetails"] == {"truncated": False}


def test_data_may_be_left_out(account: Account, arn: str) -> None:
    for event in read(account, arn, includeExecutionData=False):
        (details,) = [value for name, value in event.items() if name.endswith("Details")]
        assert not {"input", "output"} & set(details)


def test_a_token_is_of_one_direction(account: Account, arn: str) -> None:
    token = account.call("GetExecutionHistory", executionArn=arn, maxResults=1)["nextToken"]
    refused = account.refused(
        "GetExecutionHistory", executionArn=arn, nextToken=token, reverseOrder=True
    )
    assert refused.startswith("InvalidToken")


def test_one_that_is_not_there(account: Account) -> None:
    arn = f"{STATES}:execution:machine:nothing"
    expected = f"ExecutionDoesNotExist: Execution Does Not Exist: '{arn}'"
    assert account.refused("GetExecutionHistory", executionArn=arn) == expected
