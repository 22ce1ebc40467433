"""A pipeline that needs another shape puts the same fragments in another row, in its own module."""

import inspect
import json
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest

from infrastructure import rights
from pipelines import catalog
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow.measured import measured_by_what_it_says
from pipelines.workflow.retraining import retraining
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.test_requests import mistakes
from tests.pipelines.workflow.test_retraining import lint_findings
from tools.graph import problems

from .side_by_side import side_by_side

SHAPES = {"side-by-side": side_by_side}
OF = {"side-by-side": "tree"}
DONE = {
    "training": {"ModelArtifacts": {"S3ModelArtifacts": "s3://a-bucket/runs/x/model.tar.gz"}},
}


@pytest.fixture(scope="module")
def machines(pipelines: dict[str, Pipeline], inputs: DeploymentInputs) -> dict[str, Any]:
    return {name: definition(_in_shape(pipelines, name), inputs) for name in SHAPES}


def _in_shape(pipelines: dict[str, Pipeline], shape: str) -> Pipeline:
    return replace(pipelines[OF[shape]], workflow=SHAPES[shape])


def states(machine: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """All of them, those in branches too."""
    for name, state in machine["States"].items():
        yield name, state
        for branch in state.get("Branches", ()):
            yield from states(branch)


@pytest.mark.parametrize("shape", [retraining, measured_by_what_it_says, *SHAPES.values()])
def test_a_shape_is_written_in_about_ten_lines(shape: Callable[..., Any]) -> None:
    source = inspect.getsource(shape)
    row = source[source.index("with_ending(") :].splitlines()[3:-1]
    assert 7 <= len(row) <= 40


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_a_sound_state_machine(machines: Any, shape: str) -> None:
    assert problems(machines[shape]) == []
    assert lint_findings(machines[shape]) == []
    names = [name for name, _ in states(machines[shape])]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("shape", SHAPES)
def test_every_request_of_a_shape_is_legal_and_has_its_rights(
    machines: Any, check: Any, shape: str
) -> None:
    full = {**check({}, OF[shape]), **DONE}
    tasks = [(name, state) for name, state in states(machines[shape]) if state["Type"] == "Task"]
    for name, state in tasks:
        assert mistakes(state, full) == [], name
        assert state["Retry"], name
        if not state["Resource"].endswith(".sync"):  # what a job ends in, a redrive does again
            assert state["Catch"][0]["ErrorEquals"] == ["States.ALL"], name
    assert rights.needed(machines[shape])


@pytest.mark.parametrize("shape", SHAPES)
def test_a_shape_is_in_the_partition_of_its_region(
    pipelines: dict[str, Pipeline], inputs: DeploymentInputs, shape: str
) -> None:
    made = definition(_in_shape(pipelines, shape), replace(inputs, region="cn-north-1"))
    assert '"arn:aws:states' not in json.dumps(made)


def test_two_trainings_have_states_jobs_and_hyperparameters_of_their_own(machines: Any) -> None:
    flat, deep = machines["side-by-side"]["States"]["Train both"]["Branches"]
    assert list(flat["States"]) == ["Train flat"]
    assert list(deep["States"]) == ["Train deep"]
    sent = [one["States"][one["StartAt"]]["Parameters"] for one in (flat, deep)]
    assert [one["TrainingJobName.$"] for one in sent] == [
        "States.Format('{}-flat-{}-{}', $.names.run, $$.Execution.RedriveCount, $$.State.RetryCount)",
        "States.Format('{}-deep-{}-{}', $.names.run, $$.Execution.RedriveCount, $$.State.RetryCount)",
    ]
    assert [one["HyperParameters.$"] for one in sent] == [
        "$.config.hyperparameters",
        "States.JsonMerge($.config.hyperparameters, "
        r"""States.StringToJson('\{"max_leaf_nodes": "50"\}'), false)""",
    ]


def test_the_better_of_two_trainings_goes_on(machines: Any, evaluate: Any) -> None:
    def after(name: str, auc: float) -> dict[str, Any]:
        metrics = [{"MetricName": "loss", "Value": 9}, {"MetricName": "auc", "Value": auc}]
        return {"training": {"TrainingJobName": name, "FinalMetricDataList": metrics}}

    output = machines["side-by-side"]["States"]["Take the better"]["Output"]
    for given in ([("flat", 0.7), ("deep", 0.8)], [("deep", 0.8), ("flat", 0.7)]):
        taken = evaluate(output, [after(*one) for one in given])
        assert taken["training"]["TrainingJobName"] == "deep"


def test_the_machine_outlasts_jobs_in_branches_too(machines: Any) -> None:
    machine = machines["side-by-side"]
    limits = [state["TimeoutSeconds"] for _, state in states(machine) if "Resource" in state]
    assert machine["TimeoutSeconds"] > sum(limits)


def test_a_pipeline_that_says_no_shape_has_the_shared_one() -> None:
    assert all(catalog.load(name).workflow is None for name in catalog.names())
