"""A shape of its own: a tuning before the training, which takes what was found."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import in_a_row
from pipelines.sdk.upstream import Chain, ContinuousParameter, IntegerParameter
from pipelines.workflow.check_input import CheckInput
from pipelines.workflow.endpoint import EndpointStep, WaitUntilInService
from pipelines.workflow.endpoint_config import EndpointConfigStep
from pipelines.workflow.find_objects import FindData
from pipelines.workflow.model import ModelStep
from pipelines.workflow.processing import ProcessingStep
from pipelines.workflow.sum_up import SumUp
from pipelines.workflow.training import TrainingStep
from pipelines.workflow.tuning import TUNED, TuningStep

RANGES = {"max_depth": IntegerParameter(2, 10), "eta": ContinuousParameter(0.01, 0.5)}


def tuned(pipeline: Pipeline, inputs: DeploymentInputs) -> Chain:
    return in_a_row(
        CheckInput(pipeline, inputs),
        FindData(),
        ProcessingStep(pipeline, inputs),
        TuningStep(pipeline, inputs, metric="validation:auc", ranges=RANGES),
        TrainingStep(pipeline, inputs, hyperparameters=TUNED),
        ModelStep(pipeline, inputs),
        EndpointConfigStep(pipeline, inputs),
        EndpointStep(pipeline, inputs),
        WaitUntilInService(pipeline),
        SumUp(pipeline),
    )
