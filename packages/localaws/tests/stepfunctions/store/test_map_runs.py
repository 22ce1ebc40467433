"""Map runs and their children survive, in order, as they were put last."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from localaws.stepfunctions.execution import Execution
from localaws.stepfunctions.map_runs.record import Child, MapRun
from localaws.stepfunctions.store import generations
from localaws.stepfunctions.store.map_runs import StoredMapRuns

_ARN = "arn:aws:states:us-east-1:123456789012:mapRun:m/Label:0f7b1b66"
_RUN = MapRun(_ARN, "execution", "machine/Label", 1.0)


@pytest.fixture
def runs(tmp_path: Path) -> StoredMapRuns:
    return StoredMapRuns(generations.begin(tmp_path, False, 1.0))


def test_a_run_is_kept_as_it_was_put_last(runs: StoredMapRuns) -> None:
    for each in (_RUN, replace(_RUN, status="SUCCEEDED")):
        runs.put_run(each)
    assert runs.run(_ARN) == replace(_RUN, status="SUCCEEDED")


def test_children_are_read_by_number(runs: StoredMapRuns) -> None:
    children = [Child(number, 1, f'{{"n":{number},"half":"\ud800"}}') for number in range(5)]
    runs.put_children(_ARN, children)
    assert runs.children(_ARN, 1, 2) == children[2:4]
    assert runs.children(_ARN) == children
    assert runs.children(_ARN + "2") == []


def test_a_child_has_its_execution_once_that_has_ended(runs: StoredMapRuns) -> None:
    execution = Execution("a", "n", "m", "r", "{}", "{}", 1.0, status="FAILED", error="E")
    ended = Child(0, 3, "{}", "FAILED", execution, redrive=2)
    runs.put_children(_ARN, [Child(0, 3, "{}")])
    runs.put_children(_ARN, [ended])
    assert runs.children(_ARN) == [ended]


def test_those_of_a_dataset_that_is_read_anew_are_forgotten(runs: StoredMapRuns) -> None:
    runs.put_children(_ARN, [Child(0, 1, "{}")])
    runs.put_children(_ARN + "2", [Child(0, 1, "{}")])
    runs.clear_children(_ARN)
    assert runs.children(_ARN) == []
    assert len(runs.children(_ARN + "2")) == 1
