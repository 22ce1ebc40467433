"""The jobs of an execution that ended badly, by its run's name; what it reused ran under another, and is not known here."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Call, Pass, catch_all, with_also
from pipelines.workflow import retries
from pipelines.workflow.describe_jobs import describe_jobs
from pipelines.workflow.list_jobs import MOST, list_jobs, listed
from pipelines.workflow.record import kinds_of_jobs
from pipelines.workflow.tuning import DIGEST
from pipelines.workflow.tuning_bill import TuningBill


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
        catch_all(jobs, unknown)
        exits: list[Any] = [jobs, unknown]
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
