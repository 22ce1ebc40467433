"""Each machine runs the image that is made for it."""

from dataclasses import replace
from typing import Any

import pytest

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.fleet import Fleet
from pipelines.sdk.jsonata import expression
from pipelines.workflow import input_expression
from pipelines.workflow.image import image
from pipelines.workflow.state_machine import definition

CPU, GPU = (f"123456789012.dkr.ecr.us-east-1.amazonaws.com/stepline:ner{e}" for e in ("", "-gpu"))
OF = {
    "Preprocess": ("AppSpecification", "ImageUri.$"),
    "Train": ("AlgorithmSpecification", "TrainingImage.$"),
    "Create model": ("PrimaryContainer", "Image.$"),
}


def test_a_part_on_a_gpu_runs_in_the_image_for_gpus_and_the_others_do_not(check: Any) -> None:
    on_cpus = {part: {"instance_type": "ml.m5.xlarge"} for part in ("training", "endpoint")}
    assert check(on_cpus)["images"] == {"processing": CPU, "training": CPU, "endpoint": CPU}
    for part in ("processing", "training", "endpoint"):
        chosen = check({**on_cpus, part: {"instance_type": "ml.g5.xlarge"}})["images"]
        assert chosen.pop(part) == GPU
        assert set(chosen.values()) == {CPU}


def test_the_deployments_own_machines_decide_as_well(
    ner: Pipeline, inputs: DeploymentInputs, evaluate: Any
) -> None:
    serving = replace(inputs, endpoint=Fleet("ml.g4dn.xlarge"), training=Fleet("ml.c5.xlarge"))
    chosen = evaluate(expression(input_expression.code(ner, serving)), {})["images"]
    assert chosen == {"processing": CPU, "training": CPU, "endpoint": GPU}


@pytest.mark.parametrize(("state", "where"), OF.items())
def test_each_request_has_the_chosen_image(definitions: Any, state: str, where: Any) -> None:
    section, member = where
    part = {"Preprocess": "processing", "Train": "training", "Create model": "endpoint"}[state]
    sent = definitions["ner"]["States"][state]["Parameters"]
    assert sent[section][member] == f"$.images.{part}"


def test_the_evaluation_runs_in_the_image_of_the_processing(
    split: Pipeline, inputs: DeploymentInputs
) -> None:
    of_gpus = replace(split, training=replace(split.training, gpu_image=True))
    states = definition(of_gpus, inputs)["States"]
    assert (
        states["Evaluate"]["Parameters"]["AppSpecification"]["ImageUri.$"] == "$.images.processing"
    )


def test_a_processing_image_of_its_own_runs_everywhere(
    ner: Pipeline, inputs: DeploymentInputs
) -> None:
    own = replace(inputs, processing_image_uri="own")
    assert image(ner, own, "processing") == "own"
    assert image(ner, own, "training") != CPU


def test_a_pipeline_of_one_image_runs_it_on_gpus_too(definitions: Any, check: Any) -> None:
    accepted = check({"training": {"instance_type": "ml.g5.xlarge"}}, "tree")
    assert "images" not in accepted
    train = definitions["tree"]["States"]["Train"]["Parameters"]
    assert train["AlgorithmSpecification"]["TrainingImage"] == CPU


def test_a_default_machine_with_a_gpu_wants_an_image_for_gpus(
    ner: Pipeline, inputs: DeploymentInputs
) -> None:
    without = replace(inputs, gpu_image_uri=None, training=Fleet("ml.g4dn.xlarge"))
    with pytest.raises(
        ValueError, match=r"training.instance_type cannot be ml.g4dn.xlarge: it has"
    ):
        definition(ner, without)


@pytest.mark.parametrize("part", ["processing", "training", "endpoint"])
def test_without_an_image_for_gpus_a_gpu_is_refused_with_the_setting_that_brings_it(
    ner: Pipeline, inputs: DeploymentInputs, evaluate: Any, part: str
) -> None:
    code = expression(input_expression.code(ner, replace(inputs, gpu_image_uri=None)))
    refused = evaluate(code, {part: {"instance_type": "ml.g4dn.xlarge"}})
    assert refused["problems"] == [
        f"{part}.instance_type cannot be ml.g4dn.xlarge, which has a GPU, as this deployment brings no "
        f"image for GPUs: deploy it with -c stepline:{part}-instance-type=ml.g4dn.xlarge."
    ]
    assert evaluate(code, {part: {"instance_type": "ml.m5.large"}})["accepted"]
