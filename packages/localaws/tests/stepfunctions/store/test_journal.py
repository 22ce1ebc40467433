from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from localaws.stepfunctions.engine.event import Event
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.store import generations
from localaws.stepfunctions.store.records import StoredRecords

_ARN = "arn:aws:states:us-east-1:123456789012:execution:m:e"
_MACHINE = "arn:aws:states:us-east-1:123456789012:stateMachine:m"


@pytest.fixture
def journal(tmp_path: Path) -> StoredRecords:
    return generations.begin(tmp_path, False, 1.0)


def _execution(number: int = 0, **members: object) -> Execution:
    execution = Execution(f"{_ARN}{number}", "e", _MACHINE, "role", '{"a":1}', "{}", float(number))
    return replace(execution, **members)  # type: ignore[arg-type]


def _event(number: int) -> Event:
    return Event(number, number - 1, "PassStateEntered", 1.5, {"name": "é"}, {"frame": 0})


def test_events_come_back_as_they_were_appended(journal: StoredRecords) -> None:
    journal.open(_execution(), [_event(1)])
    journal.append(_ARN + "0", [_event(2), _event(3)])
    assert list(journal.events(_ARN + "0")) == [_event(1), _event(2), _event(3)]
    assert journal.count_events(_ARN + "0") == 3


def test_an_execution_is_changed_together_with_its_last_events(journal: StoredRecords) -> None:
    execution = _execution(item={"Index": 1, "Value": [None]}, logging={"level": "ALL"})
    journal.open(execution, [_event(1)])
    ended = replace(execution, status="SUCCEEDED", stopped=9.0, output="1")
    with pytest.raises(Exception, match="UNIQUE"):
        journal.append(execution.arn, [_event(1)], ended)
    assert journal.execution(execution.arn) == execution
    journal.append(execution.arn, [_event(2)], ended)
    assert journal.execution(execution.arn) == ended
    assert journal.running() == []


def test_pages_of_events_go_both_ways(journal: StoredRecords) -> None:
    journal.open(_execution(), [_event(number) for number in range(1, 6)])

    def page(after: int | None, newest_first: bool = False) -> list[int]:
        return [event.id for event in journal.some_events(_ARN + "0", after, 2, newest_first)]

    assert (page(None), page(2), page(4), page(5)) == ([1, 2], [3, 4], [5], [])
    assert (page(None, True), page(4, True), page(2, True)) == ([5, 4], [3, 2], [1])


def test_executions_are_found_by_machine_map_run_and_status(journal: StoredRecords) -> None:
    run = "arn:aws:states:us-east-1:123456789012:mapRun:m/x:1"
    child = f"{_MACHINE}/x"
    journal.open(_execution(1), [])
    journal.open(_execution(2, status="FAILED", stopped=3.0), [])
    journal.open(_execution(3, machine_arn=child, map_run_arn=run), [])

    def found(**wanted: Any) -> list[str]:
        return [each.arn[-1] for each in journal.some_executions(None, 10, **wanted)]

    assert found(machine_arn=_MACHINE) == ["2", "1"]
    assert found(machine_arn=_MACHINE, status="FAILED") == ["2"]
    assert found(map_run_arn=run) == ["3"]
    assert [e.arn[-1] for e in journal.running()] == ["1", "3"]


def test_executions_are_paged_newest_first(journal: StoredRecords) -> None:
    for number in range(5):
        started = float(number // 2)  # some at the same moment
        journal.open(_execution(number, started=started), [_event(1)])

    def page(after: str | None) -> list[str]:
        found = journal.some_executions(after, 2, machine_arn=_MACHINE)
        return [execution.arn.removeprefix(_ARN) for execution in found]

    pages = [page(None), page(f"{_ARN}3"), page(f"{_ARN}1"), page(f"{_ARN}0")]
    assert pages == [["4", "3"], ["2", "1"], ["0"], []]
    assert page("one that there never was") == []


def test_executions_are_found_by_all_that_is_listed(journal: StoredRecords) -> None:
    journal.open(_execution(1, version_arn="v", alias_arn="a"), [])
    journal.open(_execution(2, version_arn="v", redrive_count=2, status="FAILED"), [])
    journal.open(_execution(3, machine_arn="m/L", map_run_arn="run"), [])

    def found(**wanted: object) -> list[str]:
        executions = journal.some_executions(None, 9, **wanted)  # type: ignore[arg-type]
        return [execution.arn.removeprefix(_ARN) for execution in executions]

    assert found(machine_arn=_MACHINE) == ["2", "1"]
    assert found(version_arn="v", status="FAILED") == ["2"]
    assert found(alias_arn="a") == ["1"]
    assert found(map_run_arn="run", redriven=False) == ["3"]
    assert (found(redriven=True), found(status="ABORTED")) == (["2"], [])


def test_an_earlier_generations_execution_is_not_current(
    journal: StoredRecords, tmp_path: Path
) -> None:
    journal.open(_execution(1), [_event(1)])
    assert journal.current(f"{_ARN}1") == journal.execution(f"{_ARN}1")
    journal.close()
    later = generations.begin(tmp_path, False, 2.0)
    assert later.current(f"{_ARN}1") is None
    assert later.execution(f"{_ARN}1") is not None
    assert list(later.some_executions(None, 9, machine_arn=_MACHINE)) == []


def test_half_a_surrogate_pair_is_kept(journal: StoredRecords) -> None:
    execution = _execution(definition='{"Comment":"\ud800"}', input='"\ud800"')
    event = Event(1, 0, "ExecutionStarted", 1.0, {"input": '"\ud800"'}, {"a": "é\udc00"})
    journal.open(execution, [event])
    assert journal.execution(execution.arn) == execution
    assert list(journal.events(execution.arn)) == [event]
