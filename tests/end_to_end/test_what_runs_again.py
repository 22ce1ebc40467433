"""One deployment of iris, executed again and again: what is reused, what is done, and when it is over at once."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws.server.embedded import EmbeddedAWS

from .conftest import Terminal

pytestmark = pytest.mark.end_to_end


@pytest.fixture(scope="module")
def first(terminal: Terminal, aws: EmbeddedAWS) -> dict[str, Any]:
    """What the history says of the execution that trained and released a model."""
    terminal.run("run", "iris")
    return newest(terminal)


def newest(terminal: Terminal) -> dict[str, Any]:
    """The newest execution of the history."""
    said = terminal.run("history", "iris", "--json")
    told = json.loads(said[said.index("{") :])  # behind a line that says which AWS it is
    execution: dict[str, Any] = told["executions"][0]
    return execution


def start(terminal: Terminal, **given: Any) -> dict[str, Any]:
    """Execute to the end; what the history says of it then."""
    terminal.run("start", "iris", "--watch", "--input", json.dumps(given))
    return newest(terminal)


def reused(execution: dict[str, Any]) -> dict[str, str | None]:
    """From which execution each step was reused."""
    return {step["name"]: step["reused_from"] for step in execution["steps"]}


def created(terminal: Terminal) -> tuple[int, int]:
    """How many jobs and endpoint configurations there are."""
    sagemaker = terminal.client("sagemaker")
    jobs = [
        *sagemaker.list_training_jobs()["TrainingJobSummaries"],
        *sagemaker.list_processing_jobs()["ProcessingJobSummaries"],
    ]
    return len(jobs), len(sagemaker.list_endpoint_configs()["EndpointConfigs"])


def test_where_nothing_changed_it_is_over_at_once(
    first: dict[str, Any], terminal: Terminal
) -> None:
    assert set(reused(first).values()) == {None}
    before = created(terminal)
    then = start(terminal)
    assert then["outcome"] == "Unchanged"
    assert reused(then)["Train"] == first["arn"]
    assert then["seconds"] < 5
    assert created(terminal) == before


def test_the_same_model_on_more_machines_is_released_without_another_training(
    first: dict[str, Any], terminal: Terminal
) -> None:
    _, configurations = created(terminal)
    then = start(terminal, endpoint={"instance_count": 2})
    assert (then["outcome"], reused(then)["Train"]) == ("In service", first["arn"])
    endpoint = terminal.client("sagemaker").describe_endpoint(EndpointName="stepline-iris-dev")
    assert endpoint["ProductionVariants"][0]["CurrentInstanceCount"] == 2
    assert created(terminal)[1] == configurations + 1


def test_other_hyperparameters_train_another_model(
    first: dict[str, Any], terminal: Terminal
) -> None:
    then = start(terminal, hyperparameters={"max_depth": 4})
    assert reused(then)["Train"] is None
    described = terminal.client("stepfunctions").describe_execution(executionArn=then["arn"])
    (step,) = (s for s in json.loads(described["output"])["steps"] if s["name"] == "Train")
    assert step["changed"] == ["hyperparameters.max_depth: 5, now 4"]
