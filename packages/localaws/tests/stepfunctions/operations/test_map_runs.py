"""Map runs are described with their counts, and changed while they run."""

from __future__ import annotations

import uuid
from typing import Any

import pytest

from localaws.stepfunctions.map_runs.record import Counts, MapRun

from .account import STATES, Account

COUNTS = ("pending", "running", "succeeded", "failed", "timedOut", "aborted", "total")


@pytest.fixture
def execution(account: Account) -> str:
    arn: str = account.run()["executionArn"]
    return arn


def run(account: Account, execution: str, started: float = 1.0, **members: Any) -> str:
    """A map run; its ARN."""
    arn = f"{STATES}:mapRun:Name/Label:{uuid.uuid4()}"
    machine = f"{STATES}:stateMachine:Name/Label"
    account.map_runs.records.put_run(MapRun(arn, execution, machine, started, **members))
    return arn


def test_one_that_runs(account: Account, execution: str) -> None:
    arn = run(account, execution, max_concurrency=3, items=Counts(pending=2))
    described = account.call("DescribeMapRun", mapRunArn=arn)
    assert (described["status"], described["maxConcurrency"]) == ("RUNNING", 3)
    assert "stopDate" not in described
    assert set(described["itemCounts"]) == {*COUNTS, "resultsWritten"}
    assert (described["itemCounts"]["pending"], described["itemCounts"]["total"]) == (2, 2)
    assert described["executionCounts"]["total"] == 0


def test_what_redriving_counts_is_shown_where_there_is_some(
    account: Account, execution: str
) -> None:
    arn = run(account, execution, executions=Counts(failed=2, pending_redrive=1))
    shown = account.call("DescribeMapRun", mapRunArn=arn)["executionCounts"]
    assert (shown["pendingRedrive"], shown["total"]) == (1, 3)


def test_those_of_an_execution_are_listed(account: Account, execution: str) -> None:
    first, second = run(account, execution, 1.0), run(account, execution, 2.0, stopped=3.0)
    listed = account.call("ListMapRuns", executionArn=execution)["mapRuns"]
    assert [each["mapRunArn"] for each in listed] == [second, first]
    assert listed[0]["stateMachineArn"] == f"{STATES}:stateMachine:Name/Label"
    assert ["stopDate" in each for each in listed] == [True, False]


def test_one_that_runs_is_changed(account: Account, execution: str) -> None:
    arn = run(account, execution)
    changes = {"maxConcurrency": 5, "toleratedFailurePercentage": 10.0}
    assert account.call("UpdateMapRun", mapRunArn=arn, **changes) == {}
    assert account.map_runs.updates[-1] == (arn, 5, None, 10.0)
    assert account.refused("UpdateMapRun", mapRunArn=arn).startswith("ValidationException")


def test_one_that_has_ended_is_not(account: Account, execution: str) -> None:
    arn = run(account, execution, status="SUCCEEDED")
    refused = account.refused("UpdateMapRun", mapRunArn=arn, maxConcurrency=5)
    assert refused == "ValidationException: The Map Run is SUCCEEDED and cannot be updated"


def test_one_that_is_not_there(account: Account) -> None:
    arn = f"{STATES}:mapRun:Name/Label:nothing"
    refused = account.refused("DescribeMapRun", mapRunArn=arn)
    assert refused == f"ResourceNotFound: Resource not found: '{arn}'"
