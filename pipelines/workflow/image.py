"""Which image runs on which machine.

CUDA makes an image gigabytes larger, and only a GPU has use for it. A pipeline whose Dockerfile makes an
image for GPUs beside the other (`Training.gpu_image`) runs on each machine what is made for it; the
first state decides, as the execution's input may name other machines. Any other pipeline has one image.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.instance_types import Kind
from pipelines.sdk.values import Value


def image(pipeline: Pipeline, inputs: DeploymentInputs, part: Kind) -> str | Value:
    """The image of a part of the workflow: its own, or the one that the first state chose for it."""
    if part == "processing" and inputs.processing_image_uri:
        return inputs.processing_image_uri
    if part == "endpoint" and inputs.serving_image_uri:
        return inputs.serving_image_uri
    return Value(f"$.images.{part}") if part in chosen(pipeline, inputs) else inputs.image_uri


def chosen(pipeline: Pipeline, inputs: DeploymentInputs) -> tuple[Kind, ...]:
    """The parts whose image the first state chooses, between this deployment's two."""
    return by_machine(pipeline, inputs) if inputs.gpu_image_uri else ()


def by_machine(pipeline: Pipeline, inputs: DeploymentInputs) -> tuple[Kind, ...]:
    """The parts that on a GPU run in another image."""
    if not pipeline.training.gpu_image:
        return ()
    model = of_model(inputs)
    own = pipeline.processing is None or inputs.processing_image_uri is not None
    return ("training", model) if own else ("processing", "training", model)


def of_model(inputs: DeploymentInputs) -> Kind:
    """The part on whose machines the model runs: where it serves and transforms, the endpoint."""
    return "endpoint" if inputs.variant.serves else "transform"
