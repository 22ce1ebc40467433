"""The Data Science SDK's own way, by the programs of its page: a user's programs that know nothing of the embedded AWS."""

from __future__ import annotations

import json
import sys
from collections import Counter
from typing import Any

import pytest

from .conftest import ROOT, Terminal

pytestmark = pytest.mark.end_to_end

PROGRAMS = ROOT / "samples" / "data_science_sdk"


def run(terminal: Terminal, program: str) -> Any:
    """The object in the program's last line, against an embedded AWS that it starts."""
    terminal.run("up", "--port", "0")
    said = terminal.run("exec", "--", sys.executable, "-W", "ignore", str(PROGRAMS / program))
    return json.loads(said.splitlines()[-1])


def test_a_workflow_trains_transforms_and_serves_and_is_looked_at(terminal: Terminal) -> None:
    seen = run(terminal, "workflow.py")

    assert seen["status"] == "SUCCEEDED"
    assert seen["output"]["SdkHttpMetadata"]["HttpStatusCode"] == 200
    assert seen["states"] == [
        "Train",
        "Make a model",
        "Transform the table",
        "Configure the endpoint",
        "Deploy",
    ]
    assert len(seen["executions"]) == 1
    assert len(seen["workflows"]) == 1
    assert seen["attached"]
    assert seen["lines"] == 400
    for served, transformed in zip(seen["projections"], seen["transformed"], strict=True):
        assert served == pytest.approx(transformed, abs=0.01)  # the table has three decimals


@pytest.mark.proof
def test_the_training_pipeline_trains_and_serves(terminal: Terminal) -> None:
    seen = run(terminal, "training_pipeline.py")

    assert seen["status"] == "SUCCEEDED"
    assert seen["hyperparameters"]["epochs"] == "2"
    assert 3 < seen["metrics"]["train:msd"] < 5  # four columns of noise with a variance of 1
    assert len({row["closest_cluster"] for row in seen["closest"]}) == 4
    assert max(row["distance_to_cluster"] for row in seen["closest"]) < 1


@pytest.mark.proof
def test_the_inference_pipeline_serves_both_of_its_containers(terminal: Terminal) -> None:
    seen = run(terminal, "inference_pipeline.py")

    assert seen["status"] == "SUCCEEDED"
    assert seen["containers"] == 2
    assert Counter(Counter(seen["groups"]).values()) == {1: 4}


@pytest.mark.proof
def test_every_step_does_what_awss_own_integration_tests_try(terminal: Terminal) -> None:
    program = ROOT / "tests" / "end_to_end" / "data_science_sdk" / "every_step.py"

    assert run(terminal, str(program)) == {
        "transform": "Completed",
        "tuning": "Completed",
        "tuned": 2,
        "processing": "Completed",
        "split": [80, 20],
        "task": "trained",
        "catch": "caught",
        "retry": None,
        "pipeline": True,
        "as asked": True,
    }
