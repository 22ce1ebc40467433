"""The endpoint configuration: what serves, on what, by which driver and key, and what is captured of it."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from pipelines import gpu
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Capture
from pipelines.protection import Protection
from pipelines.workflow.state_machine import definition
from tests.pipelines.workflow.calls import request

Asked = Callable[..., dict[str, Any]]
SERVED = {"name": "AllTraffic", "model": "a-model", "weight": 1}


@pytest.fixture(scope="module")
def asked(ner: Pipeline, inputs: DeploymentInputs, evaluate: Any) -> Asked:
    """CreateEndpointConfig's request of a deployment that says otherwise, on machines of a type."""

    def sent(
        instance_type: str = "ml.m5.large",
        variants: Sequence[dict[str, Any]] = (SERVED,),
        **otherwise: Any,
    ) -> dict[str, Any]:
        state = definition(ner, replace(inputs, **otherwise))["States"]
        given = {
            "config": {"endpoint": {"instance_type": instance_type, "instance_count": 2}},
            "names": {"run": "a-run", "execution": "an-execution"},
            "release": {"variants": list(variants)},
        }
        step = state["Plan release"]["Next"]
        if state[step]["Type"] == "Choice":
            (way,) = state[step]["Choices"]
            step = way["Next"] if evaluate(way["Condition"], given) else state[step]["Default"]
        return request(state[step], given)

    return sent


def test_one_model_serves_on_the_machines_of_the_input(asked: Asked) -> None:
    assert asked()["ProductionVariants"] == [
        {
            "VariantName": "AllTraffic",
            "ModelName": "a-model",
            "InitialVariantWeight": 1,
            "InstanceType": "ml.m5.large",
            "InitialInstanceCount": 2,
        }
    ]


def test_two_models_share_the_requests_by_their_weights(asked: Asked) -> None:
    candidate = {"name": "Candidate", "model": "another", "weight": 0.1}
    variants = asked(variants=[{**SERVED, "weight": 0.9}, candidate])["ProductionVariants"]
    assert [(one["ModelName"], one["InitialVariantWeight"]) for one in variants] == [
        ("a-model", 0.9),
        ("another", 0.1),
    ]


def test_it_is_tagged_as_all_that_an_execution_makes(asked: Asked) -> None:
    tags = {tag["Key"]: tag["Value"] for tag in asked()["Tags"]}
    assert tags["stepline:run"] == "a-run"
    assert tags["stepline:execution"] == "an-execution"


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
    asked: Asked, instance_type: str, old: bool
) -> None:
    (variant,) = asked(instance_type)["ProductionVariants"]
    assert variant.get("InferenceAmiVersion") == (gpu.NEWER_DRIVER if old else None)


def test_a_deployment_without_an_image_for_gpus_asks_for_no_driver(asked: Asked) -> None:
    (variant,) = asked("ml.g4dn.xlarge", gpu_image_uri=None)["ProductionVariants"]
    assert "InferenceAmiVersion" not in variant


@pytest.mark.parametrize(
    ("instance_type", "key"), [("ml.m5.large", "a-key"), ("ml.g5.xlarge", None)]
)
def test_a_volume_that_takes_no_key_is_asked_for_without(
    asked: Asked, instance_type: str, key: str | None
) -> None:
    assert asked(instance_type, protection=Protection("a-key")).get("KmsKeyId") == key


def test_what_is_asked_and_answered_is_kept_as_far_as_it_is_wanted(asked: Asked) -> None:
    assert "DataCaptureConfig" not in asked(capture=None)
    captured = asked(capture=Capture(7, "a-key"))["DataCaptureConfig"]
    assert captured["InitialSamplingPercentage"] == 7
    assert captured["DestinationS3Uri"] == "s3://a-bucket/captured"
    assert captured["KmsKeyId"] == "a-key"
    assert [option["CaptureMode"] for option in captured["CaptureOptions"]] == ["Input", "Output"]
