"""A shape of its own: a transform job in place of an endpoint."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import in_a_row
from pipelines.sdk.upstream import Chain, Succeed
from pipelines.sdk.values import text
from pipelines.workflow.check_input import CheckInput
from pipelines.workflow.find_objects import FindData
from pipelines.workflow.model import ModelStep
from pipelines.workflow.processing import ProcessingStep
from pipelines.workflow.training import TrainingStep
from pipelines.workflow.transform import TransformStep


def transformed(pipeline: Pipeline, inputs: DeploymentInputs) -> Chain:
    return in_a_row(
        CheckInput(pipeline, inputs, served_by="transform"),
        FindData(),
        ProcessingStep(pipeline, inputs),
        TrainingStep(pipeline, inputs),
        ModelStep(pipeline, inputs),
        TransformStep(pipeline, inputs, text("{}/test/", "$.where.run"), content_type="text/csv"),
        Succeed("Transformed"),
    )
