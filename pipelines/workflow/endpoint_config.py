"""On what machines the model is served."""

from typing import Any

from pipelines import gpu
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.instance_types import INSTANCE_STORAGE_FAMILIES
from pipelines.sdk import jsonata, serving
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Choice, Fail
from pipelines.sdk.values import Value
from pipelines.workflow import failures, protection
from pipelines.workflow.run import RUN, guard, tags

_OF_INPUT = ".config.endpoint.instance_type"
_FAMILY = f'$split($states.input{_OF_INPUT}, ".")[1]'


class EndpointConfigStep(Fragment):
    """Creates the endpoint configuration of the run's model.

    Where the deployment has an image with CUDA, the endpoint's instances need a driver for it, which not
    every family has by default; where it has a key, not every family has a volume that takes one.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        key = inputs.protection.key_arn
        step = _create("Create endpoint configuration", pipeline, inputs, volume_key=key)
        entry, exits = step, [step]
        if key:
            without = _create("Create endpoint configuration without key", pipeline, inputs)
            kind = Choice("Does its volume take a key?", "Disks of its own have one already.")
            has_own_disk = f"$contains($states.input{_OF_INPUT}, {protection.HAS_OWN_DISK})"
            kind.when(has_own_disk, without).otherwise(step)
            entry, exits = kind, [*exits, without]
        if pipeline.training.gpu_image and inputs.gpu_image_uri:
            needed = Choice(
                "Is its driver too old?", "That of a GPU which is older than the image's CUDA."
            )
            for name, families, its_key in _with_driver(key):
                with_driver = _create(
                    name,
                    pipeline,
                    inputs,
                    inference_ami_version=gpu.NEWER_DRIVER,
                    volume_key=its_key,
                )
                needed.when(f"{_FAMILY} in {jsonata.literal(families)}", with_driver)
                exits.append(with_driver)
            needed.otherwise(entry)
            entry = needed
        super().__init__(entry, exits)


def _with_driver(key: str | None) -> list[tuple[str, list[str], str | None]]:
    """The states that ask for a newer driver: the name, the families and the key of each."""
    name = "Create endpoint configuration with driver"
    of_disks = [each for each in gpu.OLD_DRIVER_FAMILIES if each in INSTANCE_STORAGE_FAMILIES]
    others = [each for each in gpu.OLD_DRIVER_FAMILIES if each not in of_disks]
    if key is None:
        return [(name, list(gpu.OLD_DRIVER_FAMILIES), None)]
    return [(name, of_disks, None), (f"{name} and key", others, key)]


def _create(
    name: str, pipeline: Pipeline, inputs: DeploymentInputs, **others: Any
) -> serving.EndpointConfigStep:
    step = serving.EndpointConfigStep(
        name,
        endpoint_config_name=RUN,
        model_name=RUN,
        initial_instance_count=Value("$.config.endpoint.instance_count"),
        instance_type=Value(f"${_OF_INPUT}"),
        variant_name=pipeline.serving.variant,
        tags=tags(pipeline, inputs),
        result_path="$.endpoint_configuration",
        comment="On what machines, and how many, the model is served.",
        timeout_seconds=60,
        **others,
    )
    cause = failures.of_call("The endpoint configuration could not be created")
    guard(step, Fail("No endpoint configuration", "EndpointConfigurationNotCreated", cause))
    return step
