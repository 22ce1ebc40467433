"""On what machines the model is served, and what is kept of what it is asked."""

from typing import Any

from pipelines import gpu
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.policy import Capture
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import literal
from pipelines.sdk.states import Call, Fail, Pass, with_also
from pipelines.workflow import failures, plan, protection
from pipelines.workflow.run import guard, tag_list

_MACHINES = "$states.input.config.endpoint"


class EndpointConfigStep(Fragment):
    """Creates the endpoint configuration `$.names.run` of what `$.release` says is to be served.

    Step Functions' own integration of this operation knows neither data capture nor the system of the instances:
    it goes by the AWS SDK's. Where the deployment has a key, not every family has a volume that takes one. `create` is where an execution comes in that has another release in mind.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        released = Pass(
            "Plan release",
            with_also("release", plan.of_the_new_model(pipeline, inputs)),
            comment="Which models the endpoint is to serve, and with what share of the requests.",
        )
        self.create = _create(pipeline, inputs)
        released.next(self.create)
        super().__init__(released, [self.create])


def _create(pipeline: Pipeline, inputs: DeploymentInputs) -> Call:
    members = {
        "EndpointConfigName": "$states.input.names.run",
        "ProductionVariants": _variants(pipeline, inputs),
        "Tags": tag_list(pipeline, inputs),
    }
    if inputs.capture and inputs.capture.percent:
        members["DataCaptureConfig"] = literal(_capture(inputs, inputs.capture))
    arguments = jsonata.mapping(members)
    if key := inputs.protection.key_arn:
        takes_none = f"$contains({_MACHINES}.instance_type, {protection.HAS_OWN_DISK})"
        volume = jsonata.mapping({"KmsKeyId": literal(key)})
        arguments = f"$merge([{arguments}, {takes_none} ? {{}} : {volume}])"
    create = Call(
        "Create endpoint configuration",
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
