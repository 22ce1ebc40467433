"""On what machines the model is served."""

from typing import Any

from pipelines import gpu
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, serving
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Choice, Fail
from pipelines.sdk.values import Value
from pipelines.workflow import failures
from pipelines.workflow.run import RUN, guard, tags

_INSTANCE_TYPE = "$.config.endpoint.instance_type"


class EndpointConfigStep(Fragment):
    """Creates the endpoint configuration of the run's model.

    Where the deployment has an image with CUDA, the endpoint's instances need a driver for it, which not
    every family has by default.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        create = _create("Create endpoint configuration", pipeline, inputs)
        if not (pipeline.training.gpu_image and inputs.gpu_image_uri):
            super().__init__(create, [create])
            return
        with_driver = _create(
            "Create endpoint configuration with driver",
            pipeline,
            inputs,
            inference_ami_version=gpu.NEWER_DRIVER,
        )
        needed = Choice(
            "Is its driver too old?", "That of a GPU which is older than the image's CUDA."
        )
        family = f'$split($states.input{_INSTANCE_TYPE.removeprefix("$")}, ".")[1]'
        needed.when(f"{family} in {jsonata.literal(list(gpu.OLD_DRIVER_FAMILIES))}", with_driver)
        needed.otherwise(create)
        super().__init__(needed, [with_driver, create])


def _create(
    name: str, pipeline: Pipeline, inputs: DeploymentInputs, **others: Any
) -> serving.EndpointConfigStep:
    step = serving.EndpointConfigStep(
        name,
        endpoint_config_name=RUN,
        model_name=RUN,
        initial_instance_count=Value("$.config.endpoint.instance_count"),
        instance_type=Value(_INSTANCE_TYPE),
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
