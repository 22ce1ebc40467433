"""The mock file where it lies."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.mocks.mock_file import BadMockFile, MockedResponse
from localaws.stepfunctions.mocks.source import MockSource

BASE = "arn:aws:states:us-east-1:123456789012"


def written(path: Path, response: Any = None) -> MockSource:
    whole = {
        "StateMachines": {"Retraining": {"TestCases": {"Good": {"Train": "Trained"}}}},
        "MockedResponses": {"Trained": {"0": {"Return": response}}},
    }
    path.write_text(json.dumps(whole))
    return MockSource(path)


def execution(machine: str, case: str | None) -> Execution:
    arn, of = f"{BASE}:execution:{machine}:e", f"{BASE}:stateMachine:{machine}"
    return Execution(arn, "e", of, "arn:role", "{}", "{}", 0.0, mock_case=case)


def test_a_file_that_has_changed_is_read_anew(tmp_path: Path) -> None:
    source = written(tmp_path / "mocks.json", "first")
    assert "first" in str(source.file())

    written(tmp_path / "mocks.json", "the second")

    assert "the second" in str(source.file())


def test_a_task_is_answered_in_its_test_case_only(tmp_path: Path) -> None:
    source = written(tmp_path / "mocks.json")

    assert isinstance(source.response(execution("Retraining", "Good"), "Train"), MockedResponse)
    assert source.response(execution("Retraining", "Good"), "Deploy") is None
    assert source.response(execution("Retraining", None), "Train") is None


def test_a_child_of_a_map_run_has_its_machines_cases(tmp_path: Path) -> None:
    source = written(tmp_path / "mocks.json")

    assert source.response(execution("Retraining/Shards", "Good"), "Train") is not None


def test_a_case_that_is_not_there_is_refused(tmp_path: Path) -> None:
    source = written(tmp_path / "mocks.json")
    source.check("Retraining", "Good")

    with pytest.raises(Refusal, match="no test case 'Bad' of state machine 'Retraining'"):
        source.check("Retraining", "Bad")


@pytest.mark.parametrize(
    ("text", "says"),
    [(None, "cannot be read: .*No such file"), ("{]", "is wrong: it is no JSON")],
)
def test_a_file_that_is_none_is_named(tmp_path: Path, text: str | None, says: str) -> None:
    path = tmp_path / "mocks.json"
    if text is not None:
        path.write_text(text)

    with pytest.raises(BadMockFile, match=says) as refused:
        MockSource(path).file()
    assert str(path) in str(refused.value)


def test_a_file_that_is_none_mocks_no_state(tmp_path: Path) -> None:
    assert MockSource(tmp_path / "none.json").mocked_states("Retraining") == frozenset()
