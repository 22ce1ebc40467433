"""The jobs of an execution that ended badly: SageMaker is asked for those that have the run's name in theirs.

So a redriven execution's earlier jobs are among them too. What it reused ran under another name, and is not known here.
Of very many the last are described, and `$.unlisted` is how many were before them.
"""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.instance_types import Kind
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import literal, mapping
from pipelines.sdk.states import Call, Pass, catch_all, with_also
from pipelines.workflow import retries
from pipelines.workflow.describe_jobs import describe_jobs
from pipelines.workflow.job_facts import DESCRIBED
from pipelines.workflow.record import kinds_of_jobs
from pipelines.workflow.room import MOST_JOBS
from pipelines.workflow.tuning import DIGEST
from pipelines.workflow.tuning_bill import TuningBill

_MOST = 100
"""Of a kind that are listed: an execution has few, unless it is redriven again and again."""
_NAMES = {
    "prep": "Preprocess",
    "eval": "Evaluate",
    "cenc": "Encode for champion",
    "chmp": "Transform champion",
}
"""Of the states, by what their jobs' names have behind the run's (`run.job_name`)."""
_OTHERS: dict[Kind, str] = {
    "processing": "Preprocess",
    "training": "Train",
    "transform": "Transform",
}
"""Of those whose names have nothing there."""
_LISTED = "($exists($states.input.listed) ? $states.input.listed : [])"
_UNLISTED = "($exists($states.input.unlisted) ? $states.input.unlisted : 0)"


class DescribeJobs(Fragment):
    """`$.jobs` is then what the record says of each; empty where SageMaker does not tell."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        kinds = kinds_of_jobs(pipeline, inputs)
        looks = [_list(kind) for kind in kinds]
        jobs = describe_jobs(_in_order(), kinds, inputs.region)
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
            "MaxResults": _MOST,
        },
        "Those of the run; their trainings are billed.",
        output=with_also(
            "tuned", "[$states.result.HyperParameterTuningJobSummaries.HyperParameterTuningJobName]"
        ),
    )
    look.add_retry(retries.of_a_look("SageMaker"))
    return look


def _in_order() -> str:
    """The jobs as they were created, without the time of it, which the record has from SageMaker's description."""
    less = '$sift($one, function($value, $key) { $key != "created" })'
    return f"$map($reverse({_LISTED}), function($one) {{ {less} }})"


def _list(kind: Kind) -> Call:
    noun, _ = DESCRIBED[kind]
    part = f'$split($substringAfter($one.{noun}Name, $states.input.names.run & "-"), "-")[0]'
    named = f"$lookup({literal(_NAMES)}, {part})"
    job = mapping(
        {
            "key": literal(kind),
            "name": f"$exists({named}) ? {named} : {literal(_OTHERS[kind])}",
            "kind": literal(kind),
            "job": f"$one.{noun}Name",
            "reused_from": "null",
            "created": "$toMillis($one.CreationTime)",
        }
    )
    found = {
        # By the time of their creation, the last first, so that those go which were long ago.
        "all": f"$append([$map($states.result.{noun}Summaries, function($one) {{ {job} }})], {_LISTED})",
        "sorted": "$sort($all, function($one, $other) { $one.created < $other.created })",
        "kept": f"[$filter($sorted, function($one, $at) {{ $at < {MOST_JOBS} }})]",
    }
    known = mapping({"listed": "$kept", "unlisted": f"{_UNLISTED} + $count($all) - $count($kept)"})
    look = Call(
        f"List {kind} jobs",
        "sagemaker",
        f"list{noun}s",
        {
            "NameContains": jsonata.expression("$states.input.names.run"),
            "MaxResults": _MOST,
            "SortBy": "CreationTime",
            "SortOrder": "Descending",
        },
        "Those of the run, whether they ended well or not.",
        output=jsonata.block(found, f"$merge([$states.input, {known}])"),
    )
    look.add_retry(retries.of_a_look("SageMaker"))
    return look
