"""Which definitions this server takes: what is not here is refused, but for what a test case answers for."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from localaws.stepfunctions.admission import Admission
from localaws.stepfunctions.mocks.source import MockSource

GLUE = "arn:aws:states:::glue:startJobRun.sync"


def task(resource: str = GLUE) -> dict[str, Any]:
    return {"Type": "Task", "Resource": resource, "Parameters": {"JobName": "j"}, "End": True}


def machine(**states: Any) -> str:
    return json.dumps({"StartAt": next(iter(states)), "States": states})


@pytest.fixture
def mocked(tmp_path: Path) -> Admission:
    """A test case of the state machine Nightly answers for its state Clean."""
    file = tmp_path / "mocks.json"
    cases = {"Nightly": {"TestCases": {"Clean": {"Clean": "Cleaned"}}}}
    responses: dict[str, Any] = {"Cleaned": {"0": {"Return": {}}}}
    file.write_text(json.dumps({"StateMachines": cases, "MockedResponses": responses}))
    return Admission(MockSource(file))


def said(admission: Admission, definition: str, name: str = "Nightly") -> list[str]:
    return [problem.message for problem in admission.problems(definition, "STANDARD", name)]


def test_what_is_not_here_is_refused_by_name() -> None:
    (message,) = said(Admission(None), machine(Clean=task()))
    assert "glue:StartJobRun is not supported by this embedded AWS" in message


def test_a_mocked_task_may_call_what_is_not_here(mocked: Admission) -> None:
    assert said(mocked, machine(Clean=task())) == []


def test_any_other_task_may_not(mocked: Admission) -> None:
    assert len(said(mocked, machine(Other=task()))) == 1
    assert len(said(mocked, machine(Clean=task()), "Daily")) == 1


def test_nor_what_aws_does_not_have_either(mocked: Admission) -> None:
    (message,) = said(mocked, machine(Clean=task("arn:aws:states:::glue:startNothing")))
    assert "is not recognized" in message


def test_a_mocked_task_inside_of_a_map_is_mocked_too(mocked: Admission) -> None:
    inside = {"StartAt": "Clean", "States": {"Clean": task()}}
    assert said(mocked, machine(Each={"Type": "Map", "ItemProcessor": inside, "End": True})) == []
