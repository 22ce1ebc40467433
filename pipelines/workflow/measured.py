"""The retraining workflow of a model that is measured by what it says, in the order in which its states run.

The artifact of a built-in algorithm may be AWS's own to read. So the model is made before it is measured, and
a transform job asks it about the test split. A model in SageMaker is an entry and no more: it costs nothing and serves
nobody. It is registered when the gate has let it pass, and deleted where it was not released (`refused_model`).
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.upstream import Chain
from pipelines.workflow import steps
from pipelines.workflow.approval import ApprovalStep
from pipelines.workflow.ask_champion import AskChampion
from pipelines.workflow.champion import FindChampion
from pipelines.workflow.check_input import CheckInput
from pipelines.workflow.clean_up import CleanUp
from pipelines.workflow.endpoint import EndpointStep, WaitUntilInService
from pipelines.workflow.endpoint_config import EndpointConfigStep
from pipelines.workflow.experiment import ExperimentStep
from pipelines.workflow.find_objects import FindData
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
from pipelines.workflow.turn import KeepTurn, TakeTurn
from pipelines.workflow.unchanged import KeepRelease, UnlessRefused, UnlessServed
from pipelines.workflow.withdrawn import UnlessWithdrawn


def measured_by_what_it_says(pipeline: Pipeline, inputs: DeploymentInputs) -> Chain:
    """What a pipeline does whose evaluation begins with a transform job."""
    released = EndpointConfigStep(pipeline, inputs)
    return with_ending(
        pipeline,
        inputs,
        CheckInput(pipeline, inputs),
        TakeTurn(pipeline, inputs) if inputs.table else None,
        ExperimentStep(pipeline, inputs, released) if inputs.experiment else None,
        FindData(),
        InputVersions(pipeline, inputs),
        Reuse(inputs, steps.preprocessing(pipeline, inputs), ProcessingStep(pipeline, inputs)),
        Reuse(inputs, steps.training(pipeline, inputs), TrainingStep(pipeline, inputs)),
        FindChampion(pipeline, inputs),
        UnlessServed(pipeline, inputs) if inputs.table else None,
        UnlessWithdrawn(inputs) if inputs.experiment and inputs.table else None,
        ModelStep(pipeline, inputs),
        Measure(pipeline, inputs, TransformStep(pipeline, inputs), AskChampion(pipeline, inputs)),
        UnlessRefused(pipeline, inputs) if inputs.table else None,
        GateStep(pipeline, inputs) if pipeline.gate else None,
        ApprovalStep(pipeline, inputs) if inputs.approval else None,
        RegisterStep(pipeline, inputs) if inputs.package_group else None,
        released,
        KeepTurn(inputs) if inputs.table else None,
        EndpointStep(pipeline, inputs),
        WaitUntilInService(pipeline, inputs),
        smoke_test(pipeline, inputs),
        register(pipeline, inputs),
        CleanUp(pipeline, inputs) if inputs.keep else None,
        KeepRelease(pipeline, inputs) if inputs.table else None,
    )
