"""A look at what is served, in the order in which its states run.

Each part may end early, in a state that says why there is nothing to compare: nothing serves, nothing is captured, no
baseline, too little traffic. Those are normal ends. What fails simply fails.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.drift import Drift
from pipelines.monitoring.ending import Ended
from pipelines.monitoring.serving import FindWhatServes
from pipelines.monitoring.start import Begin
from pipelines.monitoring.variants import EachVariant
from pipelines.sdk.fragment import in_a_row
from pipelines.sdk.upstream import Chain


def looking(pipeline: Pipeline, inputs: DeploymentInputs, retraining_arn: str) -> Chain:
    """retraining_arn: of the state machine that is started where there is drift.

    Raises ValueError where the pipeline is not monitored, or the deployment brings no processing code.
    """
    return in_a_row(
        Begin(pipeline, inputs),
        FindWhatServes(inputs),
        EachVariant(pipeline, inputs),
        Drift(pipeline, inputs, retraining_arn),
        ending_in=Ended(),
    )
