"""The retraining workflow, in the order in which its states run.

Every task has a time limit and a narrow retry. What goes wrong in a call ends in a Fail state with a sentence; a
job that fails is the execution's own error, so that a redrive runs the job again.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.upstream import Chain
from pipelines.workflow import steps
from pipelines.workflow.approval import ApprovalStep
from pipelines.workflow.champion import FindChampion
from pipelines.workflow.check_input import CheckInput
from pipelines.workflow.clean_up import CleanUp
from pipelines.workflow.endpoint import EndpointStep, WaitUntilInService
from pipelines.workflow.endpoint_config import EndpointConfigStep
from pipelines.workflow.experiment import ExperimentStep
from pipelines.workflow.find_objects import FindCheckpoint, FindData
from pipelines.workflow.finish import with_ending
from pipelines.workflow.gate import GateStep
from pipelines.workflow.input_versions import InputVersions
from pipelines.workflow.measure import Measure
from pipelines.workflow.model import ModelStep
from pipelines.workflow.processing import ProcessingStep
from pipelines.workflow.registration import RegisterStep
from pipelines.workflow.reuse import Reuse
from pipelines.workflow.scaling import register
from pipelines.workflow.smoke_test import smoke_test
from pipelines.workflow.training import TrainingStep
from pipelines.workflow.transform import TransformStep
from pipelines.workflow.tuning import TUNED, TuningStep
from pipelines.workflow.turn import KeepTurn, TakeTurn
from pipelines.workflow.unchanged import KeepRelease, UnlessRefused, UnlessServed
from pipelines.workflow.withdrawn import UnlessWithdrawn


def retraining(pipeline: Pipeline, inputs: DeploymentInputs) -> Chain:
    """What every pipeline does that does not say otherwise, in the deployment's variant.

    Where every execution asks its model, `measured` has the row.
    """
    variant = inputs.variant
    released = EndpointConfigStep(pipeline, inputs)
    return with_ending(
        pipeline,
        inputs,
        CheckInput(pipeline, inputs),
        TakeTurn(pipeline, inputs) if inputs.table else None,
        ExperimentStep(pipeline, inputs, released)
        if variant.serves and inputs.experiment
        else None,
        FindData(),
        FindCheckpoint() if pipeline.checkpoint and inputs.checkpoint_prefix else None,
        InputVersions(pipeline, inputs),
        Reuse(inputs, steps.preprocessing(pipeline, inputs), ProcessingStep(pipeline, inputs))
        if pipeline.processing
        else None,
        Reuse(
            inputs,
            steps.training(pipeline, inputs),
            TuningStep(pipeline, inputs) if variant.tunes else None,
            TrainingStep(pipeline, inputs, hyperparameters=TUNED if variant.tunes else None),
        ),
        FindChampion(pipeline, inputs) if variant.serves else None,
        UnlessServed(pipeline, inputs) if variant.serves and inputs.table else None,
        UnlessWithdrawn(inputs) if variant.serves and inputs.experiment and inputs.table else None,
        Measure(pipeline, inputs) if pipeline.evaluation else None,
        UnlessRefused(pipeline, inputs) if pipeline.evaluation and inputs.table else None,
        GateStep(pipeline, inputs) if pipeline.gate else None,
        ApprovalStep(pipeline, inputs) if inputs.approval else None,
        RegisterStep(pipeline, inputs) if inputs.package_group else None,
        ModelStep(pipeline, inputs),
        TransformStep(pipeline, inputs) if variant.transforms else None,
        released if variant.serves else None,
        KeepTurn(inputs) if variant.serves and inputs.table else None,
        EndpointStep(pipeline, inputs) if variant.serves else None,
        WaitUntilInService(pipeline, inputs) if variant.serves else None,
        smoke_test(pipeline, inputs) if variant.serves else None,
        register(pipeline, inputs) if variant.serves else None,
        CleanUp(pipeline, inputs) if variant.serves and inputs.keep else None,
        KeepRelease(pipeline, inputs) if variant.serves and inputs.table else None,
    )
