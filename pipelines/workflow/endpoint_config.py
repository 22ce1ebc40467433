"""On what machines the model is served."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import serving
from pipelines.sdk.states import Fail
from pipelines.sdk.values import Value
from pipelines.workflow import failures
from pipelines.workflow.run import RUN, guard, tags


class EndpointConfigStep(serving.EndpointConfigStep):
    """Creates the endpoint configuration of the run's model."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        super().__init__(
            "Create endpoint configuration",
            endpoint_config_name=RUN,
            model_name=RUN,
            initial_instance_count=Value("$.config.endpoint.instance_count"),
            instance_type=Value("$.config.endpoint.instance_type"),
            variant_name=pipeline.serving.variant,
            tags=tags(pipeline, inputs),
            result_path="$.endpoint_configuration",
            comment="On what machines, and how many, the model is served.",
            timeout_seconds=60,
        )
        cause = failures.of_call("The endpoint configuration could not be created")
        guard(self, Fail("No endpoint configuration", "EndpointConfigurationNotCreated", cause))
