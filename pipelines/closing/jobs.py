"""The jobs of an execution that ended badly, by its run's name; what it reused ran under another, and is not known here.

One that was stopped stops its job, which takes SageMaker a while: up to two minutes for a training to heed the
signal, and then its artifacts are uploaded. Before that nobody knows how long is billed, so that is waited for.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Call, Choice, Pass, catch_all, with_also
from pipelines.workflow import retries
from pipelines.workflow.describe_jobs import describe_jobs
from pipelines.workflow.list_jobs import MOST, list_jobs, listed
from pipelines.workflow.record import kinds_of_jobs
from pipelines.workflow.tuning import DIGEST
from pipelines.workflow.tuning_bill import TuningBill

MOST_LOOKS = 9
"""Beyond the first: with pauses of 1, 2, 4 … 32 seconds and then a minute each, somewhat over four minutes."""
_LOOKS = "($exists($states.input.looks) ? $states.input.looks : 0)"
_GOING_ON = '$count($states.input.jobs[status in ["InProgress", "Stopping"]]) > 0'


class DescribeJobs(Fragment):
    """`$.jobs` is then what the record says of each; empty where SageMaker does not tell."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        kinds = kinds_of_jobs(pipeline, inputs)
        looks = [list_jobs(kind) for kind in kinds]
        jobs = describe_jobs(listed(), kinds, inputs.region)
        for look, after in zip(looks, [*looks[1:], jobs], strict=True):
            look.next(after)
            catch_all(look, after)
        unknown = Pass("Jobs not described", with_also("jobs", "[]"), "The record has none then.")
        pause = upstream.Wait("Wait for jobs to stop", seconds_path="$.pause")
        over = Choice("Have its jobs ended?", "What is billed of one is known then.")
        longer = f'$merge([$states.input, {{"looks": {_LOOKS} + 1, "pause": $min([60, $power(2, {_LOOKS})])}}])'
        over.when(f"{_GOING_ON} and {_LOOKS} < {MOST_LOOKS}", pause, longer).go_on_when("true")
        over.otherwise(unknown)
        jobs.next(over)
        pause.next(jobs)
        catch_all(jobs, unknown)
        exits: list[Any] = [over, unknown]
        if inputs.variant.tunes:
            tuned = _list_tuning()
            bill = TuningBill("$states.input.tuned", inputs.region)
            for before in exits:
                before.next(tuned)
            catch_all(tuned, bill)
            tuned.next(bill)
            exits = list(bill.exits)
        super().__init__(looks[0], exits)


def _list_tuning() -> Call:
    """A tuning job's name is short: it has the end of the run's in it."""
    look = Call(
        "List tuning jobs",
        "sagemaker",
        "listHyperParameterTuningJobs",
        {
            "NameContains": jsonata.expression(f"$substring($states.input.names.run, -{DIGEST})"),
            "MaxResults": MOST,
        },
        "Those of the run; their trainings are billed.",
        output=with_also(
            "tuned", "[$states.result.HyperParameterTuningJobSummaries.HyperParameterTuningJobName]"
        ),
    )
    look.add_retry(retries.of_a_look("SageMaker"))
    return look
