"""On what machines the model is served, and what is kept of what it is asked."""

from typing import Any

from pipelines import gpu
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Capture
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal
from pipelines.sdk.states import Call, Choice, Fail, Pass, with_also
from pipelines.workflow import failures, plan, protection
from pipelines.workflow.run import guard, tag_list

_MACHINES = "$states.input.config.endpoint"


class EndpointConfigStep(Fragment):
    """Creates the endpoint configuration `$.names.run` of what `$.release` says is to be served.

    Step Functions' own integration of this operation knows neither data capture nor the system of the instances:
    it goes by the AWS SDK's. Where the deployment has a key, not every family has a volume that takes one. `create`
    is where an execution comes in that has another release in mind.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        released = Pass(
            "Plan release",
            with_also("release", plan.of_the_new_model(pipeline, inputs)),
            comment="Which models the endpoint is to serve, and with what share of the requests.",
        )
        key = inputs.protection.key_arn
        step = _create("Create endpoint configuration", pipeline, inputs, key)
        self.create: Any = step
        exits = [step]
        if key:
            without = _create("Create endpoint configuration without key", pipeline, inputs, None)
            kind = Choice("Does its volume take a key?", "Disks of its own have one already.")
            kind.when(f"$contains({_MACHINES}.instance_type, {protection.HAS_OWN_DISK})", without)
            kind.otherwise(step)
            self.create, exits = kind, [step, without]
        released.next(self.create)
        super().__init__(released, exits)


def _create(name: str, pipeline: Pipeline, inputs: DeploymentInputs, key: str | None) -> Call:
    arguments: dict[str, Any] = {
        "EndpointConfigName": expression("$states.input.names.run"),
        "ProductionVariants": expression(_variants(pipeline, inputs)),
        "Tags": expression(tag_list(pipeline, inputs)),
    }
    if inputs.capture and inputs.capture.percent:
        arguments["DataCaptureConfig"] = _capture(inputs, inputs.capture)
    if key:
        arguments["KmsKeyId"] = key
    create = Call(
        name,
        "sagemaker",
        "createEndpointConfig",
        arguments,
        comment="On what machines, and how many, the model is served.",
    )
    cause = failures.of_call("The endpoint configuration could not be created")
    guard(create, Fail("No endpoint configuration", "EndpointConfigurationNotCreated", cause))
    return create


def _variants(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    """As the request wants them. Where the deployment has an image with CUDA, the endpoint's instances need a
    driver for it, which not every family has by default."""
    variant = jsonata.mapping(
        {
            "VariantName": "$one.name",
            "ModelName": "$one.model",
            "InitialVariantWeight": "$one.weight",
            "InstanceType": f"{_MACHINES}.instance_type",
            "InitialInstanceCount": f"{_MACHINES}.instance_count",
        }
    )
    if pipeline.training.gpu_image and inputs.gpu_image_uri:
        old = literal(list(gpu.OLD_DRIVER_FAMILIES))
        driver = jsonata.mapping({"InferenceAmiVersion": literal(gpu.NEWER_DRIVER)})
        family = f'$split({_MACHINES}.instance_type, ".")[1]'
        variant = f"$merge([{variant}, {family} in {old} ? {driver} : {{}}])"
    # The brackets: one variant is a list, too.
    return f"[$map($states.input.release.variants, function($one) {{ {variant} }})]"


def _capture(inputs: DeploymentInputs, capture: Capture) -> dict[str, Any]:
    key = {"KmsKeyId": capture.kms_key} if capture.kms_key else {}
    return {
        "EnableCapture": True,
        "InitialSamplingPercentage": capture.percent,
        "DestinationS3Uri": inputs.captured,
        **key,
        "CaptureOptions": [{"CaptureMode": "Input"}, {"CaptureMode": "Output"}],
        # Of these the text is kept as it is; of any other in Base64.
        "CaptureContentTypeHeader": {
            "CsvContentTypes": ["text/csv"],
            "JsonContentTypes": ["application/json", "application/jsonlines"],
        },
    }
