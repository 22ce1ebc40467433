"""The ending that all ways share which do not fail: record the run, tell of it, give up the turn, sum up."""

from collections.abc import Sequence
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment, early_ends, in_a_row
from pipelines.sdk.states import Choice
from pipelines.workflow.job_logs import KeepJobLogs
from pipelines.workflow.outcome import IN_SERVICE, TRANSFORMED, outcomes, released
from pipelines.workflow.record import Record
from pipelines.workflow.refused_model import DropModel
from pipelines.workflow.sum_up import sum_up
from pipelines.workflow.tell import Tell
from pipelines.workflow.turn import GiveUpTurn
from pipelines.workflow.unchanged import KeepRefusal


class Finish(Fragment):
    """What comes after the last part of a row, and after each early end; `$.outcome` says how it ended.

    `early` are the outcomes that the row's parts may end in before its last: each has a Succeed state of its
    name, so that a graph of the execution shows it.
    """

    def __init__(
        self, pipeline: Pipeline, inputs: DeploymentInputs, early: Sequence[str] = ()
    ) -> None:
        # What comes before the summary sees all that the execution knows, after it there is nothing to know.
        row = in_a_row(
            DropModel() if pipeline.asks_in_every_execution else None,
            KeepRefusal(pipeline, inputs) if pipeline.evaluation and inputs.table else None,
            Record(pipeline, inputs),
            Tell(pipeline, inputs) if inputs.topic_arn else None,
            GiveUpTurn(inputs) if inputs.table else None,
            KeepJobLogs(inputs) if inputs.job_log_days else None,
            sum_up(pipeline, inputs),
            _how_it_ended(IN_SERVICE if inputs.variant.serves else TRANSFORMED, early),
        )
        super().__init__(row, [])


def with_ending(pipeline: Pipeline, inputs: DeploymentInputs, *parts: Any) -> upstream.Chain:
    """A whole workflow: the parts in a row, None for one that is not needed, and the ending they share."""
    early = outcomes(early_ends(parts))
    return in_a_row(*parts, released(inputs), ending_in=Finish(pipeline, inputs, early))


def _how_it_ended(done: str, early: Sequence[str]) -> Any:
    """A Succeed state for each outcome; the input is the summary."""
    last = upstream.Succeed(done)
    if not early:
        return last
    how = Choice("How did it end?", "Each outcome has an end of its own.")
    for name in early:
        how.when(f"$states.input.outcome = {jsonata.literal(name)}", upstream.Succeed(name))
    return how.otherwise(last)
