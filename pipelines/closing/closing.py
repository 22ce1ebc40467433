"""What happens when an execution of the retraining has ended badly, in the order in which its states run."""

from pipelines.closing.ending import GiveUpItsTurn, LookAtExecution
from pipelines.closing.jobs import DescribeJobs
from pipelines.closing.record import RecordEnding
from pipelines.closing.redriven import IfRedriven
from pipelines.closing.tell import TellOfEnding
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import upstream
from pipelines.sdk.fragment import in_a_row


def closing(pipeline: Pipeline, inputs: DeploymentInputs) -> upstream.Chain:
    """Release, record and message of an execution that failed, timed out or was stopped; one that is redriven
    gets its turn again."""
    return in_a_row(
        IfRedriven(inputs),
        LookAtExecution(pipeline, inputs),
        GiveUpItsTurn(inputs) if inputs.table else None,
        DescribeJobs(pipeline, inputs),
        RecordEnding(pipeline, inputs),
        TellOfEnding(pipeline, inputs) if inputs.topic_arn else None,
        ending_in=upstream.Succeed("Closed"),
    )
