"""A plain start is a fresh account; ``--keep`` goes on with the last one."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.state_machine import StateMachine
from localaws.stepfunctions.store import generations
from localaws.stepfunctions.store.schema import SCHEMA, VERSION
from localaws.store.database import Database, UnusableDatabase

_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m"
_ARN = "arn:aws:states:us-east-1:123456789012:execution:m:e"
_STARTED = Event(1, 0, "ExecutionStarted", 5.0, {"input": "{}"}, {"item": None})
_DAY = 24 * 3600


def _execution(arn: str = _ARN, started: float = 5.0) -> Execution:
    return Execution(arn, "e", _MACHINE, "role", "{}", "{}", started)


def _machine() -> StateMachine:
    nothing: dict[str, str] = {}
    return StateMachine(_MACHINE, "m", "STANDARD", "{}", "r", 1.0, 1.0, nothing, nothing, nothing)


def test_a_kept_account_is_as_it_was(tmp_path: Path) -> None:
    first = generations.begin(tmp_path, False, 1.0)
    first.put_machine(_machine())
    first.open(_execution(), [_STARTED])
    again = generations.begin(tmp_path, True, 10.0)
    assert again.machine(_MACHINE) == _machine()
    assert list(again.running()) == [_execution()]
    assert list(again.events(_ARN)) == [_STARTED]


def test_the_latest_moment_is_that_of_the_accounts_last_event(tmp_path: Path) -> None:
    first = generations.begin(tmp_path, False, 1.0)
    assert first.latest() == 0
    first.open(_execution(), [_STARTED, replace(_STARTED, id=2, time=7.0)])
    assert generations.begin(tmp_path, True, 10.0).latest() == 7.0
    assert generations.begin(tmp_path, False, 20.0).latest() == 0


def test_to_keep_where_nothing_is_kept_is_a_fresh_account(tmp_path: Path) -> None:
    assert generations.begin(tmp_path, True, 1.0).machines() == []


def test_a_fresh_account_has_nothing_but_histories_to_read(tmp_path: Path) -> None:
    first = generations.begin(tmp_path, False, 1.0)
    first.put_machine(_machine())
    first.open(_execution(), [_STARTED])
    fresh = generations.begin(tmp_path, False, 10.0)
    assert fresh.machines() == []
    assert fresh.running() == []
    assert fresh.some_executions(None, 10, machine_arn=_MACHINE) == []
    earlier = fresh.execution(_ARN)
    assert earlier is not None
    assert (earlier.status, earlier.stopped, earlier.error) == ("ABORTED", 10.0, "LocalAWS.Stopped")
    assert [event.type for event in fresh.events(_ARN)] == ["ExecutionStarted", "ExecutionAborted"]


def test_an_execution_of_the_same_name_hides_the_earlier_one(tmp_path: Path) -> None:
    generations.begin(tmp_path, False, 1.0).open(_execution(), [_STARTED])
    fresh = generations.begin(tmp_path, False, 10.0)
    fresh.open(_execution(started=11.0), [replace(_STARTED, time=11.0)])
    found = fresh.execution(_ARN)
    assert found is not None
    assert found.started == 11.0
    assert [event.time for event in fresh.events(_ARN)] == [11.0]


def test_histories_are_kept_for_ninety_days_after_their_end(tmp_path: Path) -> None:
    generations.begin(tmp_path, False, 1.0).open(_execution(), [_STARTED])
    assert generations.begin(tmp_path, False, 10.0).execution(_ARN) is not None
    assert generations.begin(tmp_path, False, 10.0 + 90 * _DAY).execution(_ARN) is not None
    late = generations.begin(tmp_path, False, 11.0 + 90 * _DAY)
    assert late.execution(_ARN) is None
    assert list(late.events(_ARN)) == []


def test_a_file_that_cannot_be_read_is_put_aside_for_a_fresh_account(tmp_path: Path) -> None:
    spoiled = "what somebody wrote over it, and more of it than the header of a database has bytes"
    for number in (1, 2):
        (tmp_path / generations.FILE).write_text(spoiled)
        generations.begin(tmp_path, False, 1.0).close()
        assert (tmp_path / f"{generations.FILE}.{number}").read_text() == spoiled


def test_to_keep_what_cannot_be_read_is_refused(tmp_path: Path) -> None:
    Database(tmp_path / generations.FILE, SCHEMA, VERSION + 1).close()
    with pytest.raises(UnusableDatabase, match="another version"):
        generations.begin(tmp_path, True, 1.0)
    assert generations.begin(tmp_path, False, 1.0).machines() == []
