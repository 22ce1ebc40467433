"""The endpoint configuration: which driver the endpoint's instances run."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines import gpu
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.test_requests import mistakes

PLAIN = "Create endpoint configuration"


@pytest.fixture(scope="module")
def with_gpu(ner: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    """The states of a deployment that has an image with CUDA."""
    found: dict[str, Any] = definition(ner, replace(inputs, gpu_image_uri="gpu"))["States"]
    return found


def variant(state: dict[str, Any]) -> dict[str, Any]:
    (found,) = state["Parameters"]["ProductionVariants"]
    return dict(found)


@pytest.mark.parametrize(
    ("instance_type", "old"),
    [
        ("ml.g4dn.xlarge", True),
        ("ml.g5.2xlarge", True),
        ("ml.p4de.24xlarge", True),
        ("ml.g6.xlarge", False),
        ("ml.p5en.48xlarge", False),
        ("ml.t2.medium", False),
        ("ml.m5.large", False),
    ],
)
def test_a_family_whose_driver_is_older_than_the_images_cuda_gets_a_newer_one(
    with_gpu: dict[str, Any], evaluate: Any, instance_type: str, old: bool
) -> None:
    choice = with_gpu["Is its driver too old?"]
    (way,) = choice["Choices"]
    given = {"config": {"endpoint": {"instance_type": instance_type}}}
    assert evaluate(way["Condition"], given) is old
    assert variant(with_gpu[way["Next"]])["InferenceAmiVersion"] == gpu.NEWER_DRIVER
    assert "InferenceAmiVersion" not in variant(with_gpu[choice["Default"]])


def test_both_ways_are_the_same_but_for_the_driver(with_gpu: dict[str, Any]) -> None:
    plain, driver = with_gpu[PLAIN], with_gpu[f"{PLAIN} with driver"]
    assert {k: v for k, v in plain.items() if k != "Parameters"} == {
        k: v for k, v in driver.items() if k != "Parameters"
    }


def test_the_request_for_a_driver_is_legal(with_gpu: dict[str, Any], check: Any) -> None:
    assert mistakes(with_gpu[f"{PLAIN} with driver"], check({})) == []


def test_a_deployment_without_an_image_for_gpus_asks_for_no_driver(
    ner: Pipeline, inputs: DeploymentInputs
) -> None:
    names = definition(ner, replace(inputs, gpu_image_uri=None))["States"]
    assert [name for name in names if "driver" in name] == []
    assert PLAIN in names
