"""What failed within the last fortnight can be redriven; anything else says why it cannot."""

from __future__ import annotations

from dataclasses import replace

import pytest

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.operations import redriving

NOW = 1_700_000_000.0
DAY = 24 * 3600
FAILED = Execution("a", "n", "m", "r", "{}", "{}", NOW - DAY, status="FAILED", stopped=NOW - 60)
NOT = "NOT_REDRIVABLE"


@pytest.mark.parametrize("status", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_what_did_not_succeed_can(status: str) -> None:
    assert redriving.status(replace(FAILED, status=status), NOW, 5) == ("REDRIVABLE", None)


@pytest.mark.parametrize("status", ["RUNNING", "SUCCEEDED", "PENDING_REDRIVE"])
def test_what_runs_or_succeeded_cannot(status: str) -> None:
    expected = (NOT, f"Execution is {status} and cannot be redriven")
    assert redriving.status(replace(FAILED, status=status), NOW, 5) == expected


def test_a_child_is_redriven_with_its_map_run() -> None:
    child = replace(FAILED, map_run_arn="run")
    assert redriving.status(child, NOW, 5) == ("REDRIVABLE_BY_MAP_RUN", None)


def test_after_a_fortnight_it_cannot() -> None:
    assert redriving.status(FAILED, NOW + 13 * DAY, 5)[0] == "REDRIVABLE"
    late = redriving.status(FAILED, NOW + 15 * DAY, 5)
    assert late == (NOT, "Execution redrivable period exceeded")


def test_after_a_year_it_cannot() -> None:
    old = replace(FAILED, started=NOW - 366 * DAY)
    assert redriving.status(old, NOW, 5) == (NOT, "Execution has exceeded the max execution time")


def test_a_full_history_has_no_room() -> None:
    assert redriving.status(FAILED, NOW, 24_999)[0] == "REDRIVABLE"
    full = redriving.status(FAILED, NOW, 25_000)
    assert full == (NOT, "Execution history event limit exceeded")


def test_a_machine_that_is_deleted_redrives_nothing() -> None:
    gone = redriving.status(FAILED, NOW, 5, machine_deleting=True)
    assert gone == (NOT, "State machine is in DELETING status")


def test_an_earlier_accounts_executions_are_only_read() -> None:
    status, reason = redriving.status(FAILED, NOW, 5, of_this_account=False)
    assert status == NOT
    assert reason is not None
