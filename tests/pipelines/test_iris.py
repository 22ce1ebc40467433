"""The iris pipeline: that it and its image agree on hyperparameters and on the metric's line."""

from __future__ import annotations

import re
from dataclasses import asdict

import pytest

from pipelines import catalog
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow.state_machine import definition
from training.iris.tree.hyperparameters import BOUNDS, CRITERIA, Hyperparameters


@pytest.fixture(scope="module")
def pipeline() -> Pipeline:
    return catalog.load("iris")


def test_the_defaults_are_those_of_the_image(pipeline: Pipeline) -> None:
    defaults = {parameter.name: parameter.default for parameter in pipeline.training.parameters}
    assert defaults == asdict(Hyperparameters())


def test_the_bounds_are_those_of_the_image(pipeline: Pipeline) -> None:
    numbers = [one for one in pipeline.training.parameters if one.kind == "integer"]
    assert {one.name: (one.least, one.most) for one in numbers} == BOUNDS
    [criterion] = [one for one in pipeline.training.parameters if one.kind == "string"]
    assert criterion.choices == CRITERIA


def test_accuracy_is_read_from_the_line_that_training_prints(pipeline: Pipeline) -> None:
    [metric] = pipeline.training.metrics
    found = re.search(metric.regex, "accuracy=0.9533 (5-fold cross-validation)")
    assert found
    assert float(found[1]) == 0.9533


def test_the_image_trains_on_the_training_split_and_never_on_the_test_split(
    pipeline: Pipeline, inputs: DeploymentInputs
) -> None:
    states = definition(pipeline, inputs)["States"]
    [channel] = states["Train"]["Parameters"]["InputDataConfig"]
    assert channel["ChannelName"] == "training"
    assert channel["ContentType"] == "text/csv"
    source = channel["DataSource"]["S3DataSource"]["S3Uri.$"]
    assert source == "States.Format('{}/train/', $.where.processed)"
