"""A script in a framework's image: what the image is told, and which image does what."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from pipelines import catalog
from pipelines.definition import Algorithm, Pipeline, Training
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.images import image_uri
from pipelines.workflow.state_machine import definition


def test_the_image_is_told_which_script_of_which_archive(check: Any) -> None:
    hyperparameters = check({"hyperparameters": {"epochs": 7}}, "script")["config"][
        "hyperparameters"
    ]
    assert hyperparameters["epochs"] == "7"
    assert hyperparameters["sagemaker_program"] == "train.py"
    assert hyperparameters["sagemaker_submit_directory"] == "s3://cdk-assets/3c4b5a.tar.gz"
    assert hyperparameters["sagemaker_region"] == "us-east-1"


def test_an_execution_cannot_name_another_script(check: Any) -> None:
    refused = check({"hyperparameters": {"sagemaker_program": "other.py"}}, "script")
    assert not refused["accepted"]
    assert 'hyperparameters has no key "sagemaker_program"' in refused["problems"][0]


def test_one_image_trains_and_another_serves(inputs: DeploymentInputs) -> None:
    states = definition(catalog.load("script"), replace(inputs, serving_image_uri="serves"))[
        "States"
    ]
    assert (
        states["Train"]["Parameters"]["AlgorithmSpecification"]["TrainingImage"] == inputs.image_uri
    )
    assert states["Create model"]["Parameters"]["PrimaryContainer"]["Image"] == "serves"


def test_the_images_of_a_framework_are_by_what_they_do_and_on_what() -> None:
    pytorch = Algorithm("pytorch", "2.6")
    assert image_uri(pytorch, "eu-west-1", "training", "ml.m5.large").endswith(
        "/pytorch-training:2.6-cpu-py312"
    )
    assert image_uri(pytorch, "eu-west-1", "inference", "ml.g5.xlarge").endswith(
        "/pytorch-inference:2.6-gpu-py312"
    )


def test_a_deployment_without_the_archive_is_refused(inputs: DeploymentInputs) -> None:
    with pytest.raises(ValueError, match="brings no archive of it"):
        definition(catalog.load("script"), replace(inputs, source_uri=None))


def test_a_script_needs_a_framework_that_runs_it() -> None:
    with pytest.raises(ValueError, match="names no framework"):
        Pipeline("mine", "", Training(channels=(), script="train.py"))
