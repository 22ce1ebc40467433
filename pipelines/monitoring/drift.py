"""What follows: drift starts a retraining, and tells of it."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.compare import OUTPUT
from pipelines.monitoring.ending import DRIFTED, STEADY, TOO_LITTLE, Ends
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import expression
from pipelines.sdk.states import Call, Catch, Choice, Retry, with_also
from pipelines.workflow import tell

_IN = "$states.input"
_SENTENCE = f"{_IN}.verdict.sentence"
_LONGEST_REASON = 200
_WORTH_ANOTHER_TRY = ("Sfn.SfnException", "Sfn.SdkClientException", "States.Timeout")


class Drift(Fragment):
    """A retraining of what has not changed since ends as unchanged: whoever looks daily at data that do not come pays
    nothing."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs, retraining_arn: str) -> None:
        report = f'"s3://{inputs.bucket}/" & {_IN}.look.folder & "{OUTPUT}/report.html"'
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
        drifted = Ends(
            "Drift found",
            DRIFTED,
            _SENTENCE,
            report=report,
            retraining=f"{_IN}.retraining",
        )
        steady = Ends("No drift", STEADY, _SENTENCE, report=report)
        too_little = Ends("Too few rows", TOO_LITTLE, _SENTENCE, report=report)
        verdict.when(f'{_IN}.verdict.verdict = "drifted"', start)
        verdict.when(f'{_IN}.verdict.verdict = "too little"', too_little)
        verdict.otherwise(steady)
        told: Any = _told(pipeline, inputs, report) if inputs.topic_arn else None
        if told:
            told.add_catch(Catch(["States.ALL"], drifted))
            start.next(told)
            told.next(drifted)
        else:
            start.next(drifted)
        super().__init__(verdict, [], early=[drifted, steady, too_little])


def _told(pipeline: Pipeline, inputs: DeploymentInputs, report: str) -> tell.Publish:
    watch = tell.command(inputs, "history", jsonata.literal(pipeline.name))
    return tell.Publish(
        "Tell of drift",
        inputs,
        tell.subject(pipeline, inputs, '"drift, retraining started"'),
        tell.text(
            _SENTENCE,
            [
                f'"A retraining was started: " & {_IN}.retraining',
                f'"The report: " & {report}',
                f'"All executions: " & {watch}',
            ],
        ),
        comment="With the numbers that decided.",
    )
