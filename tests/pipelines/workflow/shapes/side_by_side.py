"""A shape of its own: two trainings side by side, and the better of the two is served."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.states import Pass
from pipelines.sdk.upstream import Chain, Parallel
from pipelines.sdk.values import merged
from pipelines.workflow.check_input import CheckInput
from pipelines.workflow.endpoint import EndpointStep, WaitUntilInService
from pipelines.workflow.endpoint_config import EndpointConfigStep
from pipelines.workflow.find_objects import FindData
from pipelines.workflow.finish import with_ending
from pipelines.workflow.model import ModelStep
from pipelines.workflow.training import TrainingStep

DEEP = merged("$.config.hyperparameters", {"max_leaf_nodes": "50"})
AUC = '$.training.FinalMetricDataList[MetricName = "auc"].Value'
BETTER = f"$sort($states.input, function($one, $other) {{ $one{AUC[1:]} < $other{AUC[1:]} }})[0]"


def side_by_side(pipeline: Pipeline, inputs: DeploymentInputs) -> Chain:
    both = Parallel("Train both")
    both.add_branch(TrainingStep(pipeline, inputs, "flat"))
    both.add_branch(TrainingStep(pipeline, inputs, "deep", hyperparameters=DEEP))
    return with_ending(
        pipeline,
        inputs,
        CheckInput(pipeline, inputs),
        FindData(),
        both,
        Pass("Take the better", BETTER, "That with the larger area under the curve."),
        ModelStep(pipeline, inputs),
        EndpointConfigStep(pipeline, inputs),
        EndpointStep(pipeline, inputs),
        WaitUntilInService(pipeline, inputs),
    )
