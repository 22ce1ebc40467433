"""What follows: drift starts a retraining, and tells of it."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.ending import DRIFTED, STEADY, Ends
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, Catch, Choice, Pass, Retry, with_also
from pipelines.workflow import tell

_IN = "$states.input"
_SENTENCE = f"{_IN}.verdict.sentence"
_REPORT = f"{_IN}.verdict.report"
_FOUND = f"{_IN}.found"
_LONGEST_REASON = 200
_WORTH_ANOTHER_TRY = ("Sfn.SfnException", "Sfn.SdkClientException", "States.Timeout")


class Drift(Fragment):
    """A retraining of what has not changed since ends as unchanged: whoever looks daily at data that do not come pays
    nothing."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs, retraining_arn: str) -> None:
        sum_up = Pass(
            "Sum up variants",
            jsonata.block(_SUMMED, with_also("verdict", _VERDICT)),
            comment="One that has drifted is enough.",
        )
        verdict = Choice("Has it drifted?", "By the limits that the pipeline's description has.")
        start = Call(
            "Start retraining",
            "sfn",
            "startExecution",
            {
                "StateMachineArn": retraining_arn,
                "Name": expression(f'"drift-" & {_IN}.look.name'),
                "Input": expression(
                    '$string({"started_by": "drift: " & '
                    f"$substring({_SENTENCE}, 0, {_LONGEST_REASON})}})"
                ),
            },
            "What changes the data has changed the model's questions.",
            output=with_also("retraining", "$states.result.ExecutionArn"),
        )
        start.add_retry([Retry(_WORTH_ANOTHER_TRY, interval=2, attempts=4, ceiling=30)])
        of_all = {"report": _REPORT, "variants": _FOUND}
        drifted = Ends("Drift found", DRIFTED, _SENTENCE, **of_all, retraining=f"{_IN}.retraining")
        others = Ends("No drift", f"{_IN}.verdict.outcome", _SENTENCE, **of_all)
        verdict.when(f"{_IN}.verdict.outcome = {jsonata.literal(DRIFTED)}", start)
        verdict.otherwise(others)
        told: Any = _told(pipeline, inputs) if inputs.topic_arn else None
        if told:
            told.add_catch(Catch(["States.ALL"], drifted))
            start.next(told)
            told.next(drifted)
        else:
            start.next(drifted)
        sum_up.next(verdict)
        super().__init__(sum_up, [], early=[drifted, others])


# Of several variants each sentence says whose it is; the outcome, and the report that is linked, are of the one that
# matters most.
_SUMMED = {
    "of": f"function($outcome) {{ {_FOUND}[outcome = $outcome] }}",
    "drifted": f"$of({jsonata.literal(DRIFTED)})",
    "steady": f"$of({jsonata.literal(STEADY)})",
    "first": f"($exists($drifted) ? $drifted : $exists($steady) ? $steady : {_FOUND})[0]",
    "said": f'{_FOUND}.("Variant " & variant & ": " & sentence)',
}
_VERDICT = jsonata.mapping(
    {
        "outcome": "$first.outcome",
        "sentence": f'$count({_FOUND}) = 1 ? $first.sentence : $join($said, " ")',
        "report": "$first.report",
    }
)


def _told(pipeline: Pipeline, inputs: DeploymentInputs) -> tell.Publish:
    started = tell.execution_option(f'$split({_IN}.retraining, ":")[-1]')
    watch = tell.command(inputs, "watch", jsonata.literal(pipeline.name), started)
    return tell.Publish(
        "Tell of drift",
        inputs,
        tell.subject(pipeline, inputs, '"drift, retraining started"'),
        tell.text(
            _SENTENCE,
            [
                '"A retraining was started. It trains on what lies in the data now: where that is as it was, it ends '
                'as Unchanged, and new data are needed."',
                f'"What becomes of it: " & {watch}',
                f'"The report: " & {_REPORT}',
            ],
        ),
        comment="With the numbers that decided.",
    )
