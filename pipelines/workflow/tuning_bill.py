"""What a tuning job costs: SageMaker bills its trainings, each by itself, and says so of each by itself.

They are listed in pages and described one by one; what stands in the record is their sum. Where one is not told, the
cost is not known, and the record says why.
"""

from typing import Any

from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression, literal, mapping
from pipelines.sdk.states import Call, Catch, Choice, Map, Pass, with_also
from pipelines.sdk.upstream import Chain
from pipelines.workflow import retries
from pipelines.workflow.job_facts import bill

_PAGE = 100
"""The most that SageMaker lists at once. A tuning job has 500 trainings at most (`execution_input`)."""
_NAME = "$states.input.name"
_JOB = mapping(
    {
        "key": '"tune"',
        "name": '"Tune"',
        "kind": '"tuning"',
        "job": "$name",
        "reused_from": "null",
    }
)


class TuningBill(Fragment):
    """Adds to `$.jobs` what each tuning job cost whose name is among `names` (JSONata)."""

    def __init__(self, names: str, region: str) -> None:
        bills = Map(
            "Add up tuning",
            f"[{names}]",
            Chain([_one(region)]),
            "The trainings of a tuning job are billed one by one.",
            output=with_also("jobs", "$append($states.input.jobs, $states.result)"),
        )
        untold = Pass(
            "Tuning not added up",
            '$sift($states.input, function($value, $key) { $key != "failure" })',
            "The record lacks it; it has what the others cost.",
        )
        bills.add_catch(Catch(["States.ALL"], untold))
        super().__init__(bills, [bills, untold])


def _one(region: str) -> Any:
    """The states for one tuning job: its name comes in, what the record says of it goes out."""
    untold = Pass("Tuning not told", _untold(), "The record says that, and why.")
    first = _page("List trainings of tuning", "$states.input", {}, "[]")
    token = {"NextToken": expression("$states.input.token")}
    following = _page(
        "List more trainings of tuning",
        "$states.input.name",
        token,
        "$states.input.trainings",
    )
    more = Choice("Are there more trainings of tuning?", "SageMaker lists in pages.")
    each = Map(
        "Describe trainings of tuning",
        "[$states.input.trainings]",
        Chain([_describe(region)]),
        "What is billed of each?",
        output=_sum(),
    )
    more.when("$exists($states.input.token)", following).otherwise(each)
    for state, name in ((first, "$states.input"), (following, _NAME), (each, _NAME)):
        failed = mapping({"name": name, "failure": "$states.errorOutput"})
        state.add_catch(Catch(["States.ALL"], untold, output=failed))
    for page in (first, following):
        page.add_retry(retries.of_a_poll("SageMaker"))
        page.next(more)
    return first


def _page(name: str, job: str, more: dict[str, Any], before: str) -> Call:
    names = "$states.result.TrainingJobSummaries.TrainingJobName"
    known = mapping({"name": job, "trainings": f"$append({before}, [{names}])"})
    token = '$exists($states.result.NextToken) ? {"token": $states.result.NextToken} : {}'
    return Call(
        name,
        "sagemaker",
        "listTrainingJobsForHyperParameterTuningJob",
        {"HyperParameterTuningJobName": expression(job), "MaxResults": _PAGE, **more},
        f"{_PAGE} of them at once.",
        output=f"$merge([{known}, {token}])",
    )


def _describe(region: str) -> Call:
    look = Call(
        "Describe training of tuning",
        "sagemaker",
        "describeTrainingJob",
        {"TrainingJobName": expression("$states.input")},
        "Machines, and the time that is billed.",
        output=bill(region),
    )
    look.add_retry(retries.of_a_poll("SageMaker"))
    return look


def _sum() -> str:
    """All trainings as one job; a cost only where that of each is known."""
    bindings = {
        "name": _NAME,
        "all": "[$states.result]",
        "unknown": '[$all[$type(cost.usd) != "number"].cost.why]',
        "untimed": '$count($all[$type(billable_seconds) != "number"])',
        "known": "[$all.cost.usd]",
        "without": '[$distinct($all.cost[$type(why) = "string"].why)]',
        "unpriced": '"Not known of " & $string($count($unknown)) & " of its " & $string($count($all)) & '
        '" trainings: " & $unknown[0]',
    }
    told = {
        "training_jobs": "$count($all)",
        "instances": "$exists($all[0]) ? $all[0].instances : null",
        "billable_seconds": "$untimed > 0 ? null : $sum($append([0], $all.billable_seconds))",
        "cost": '$count($unknown) > 0 ? {"usd": null, "why": $unpriced} : '
        '{"usd": $round($sum($append([0], $known)), 6), "why": $count($without) > 0 ? $without[0] : null}',
        "problem": "null",
    }
    return jsonata.block(bindings, f"$merge([{_JOB}, {mapping(told)}])")


def _untold() -> str:
    failure = "$states.input.failure"
    bindings = {
        "name": _NAME,
        "why": f'{literal("Its trainings were not told: ")} & {failure}.Error & " " & '
        f"$substring($string({failure}.Cause), 0, 500)",
    }
    told = {"cost": '{"usd": null, "why": $why}', "problem": "$why"}
    return jsonata.block(bindings, f"$merge([{_JOB}, {mapping(told)}])")
