"""The model of what was trained."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import serving, upstream
from pipelines.sdk.session import OfflineSession
from pipelines.sdk.states import Fail
from pipelines.sdk.values import Value
from pipelines.workflow import failures, protection
from pipelines.workflow.champion import model_tags
from pipelines.workflow.image import image, of_model
from pipelines.workflow.run import RUN, guard, tags


class ModelStep(serving.ModelStep):
    """Creates the model of the artifact that `$.training` names."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        super().__init__(
            "Create model",
            model=upstream.Model(
                image_uri=image(pipeline, inputs, of_model(inputs)),
                model_data=Value("$.training.ModelArtifacts.S3ModelArtifacts"),
                role=inputs.execution_role_arn,
                env=dict(pipeline.serving.environment),
                sagemaker_session=OfflineSession(inputs.region),
            ),
            model_name=RUN,
            tags=tags(pipeline, inputs) | model_tags(),
            parameters=protection.of_model(inputs),
            result_path="$.model",
            comment="The image, with the artifact that training left in S3.",
            timeout_seconds=60,
        )
        cause = failures.of_call("The model could not be created")
        guard(self, Fail("No model", "ModelNotCreated", cause))
