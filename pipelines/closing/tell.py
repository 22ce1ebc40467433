"""The message of an execution that ended badly. One that cannot be sent fails the closing: nothing else would tell."""

from pipelines.closing.event import DETAIL
from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import cases, literal
from pipelines.workflow.tell import Publish, command, execution_option, subject, text

_ENDING = "$states.input.ending"
_HOW = {"FAILED": "failed", "TIMED_OUT": "timed out", "ABORTED": "stopped"}
_VERBS = {"FAILED": "failed", "TIMED_OUT": "ran out of time", "ABORTED": "was stopped"}


class TellOfEnding(Fragment):
    """What ended, after how long, why, and the commands to go on with."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        how = f"$lookup({literal(_HOW)}, {_ENDING}.status)"
        verb = f"$lookup({literal(_VERBS)}, {_ENDING}.status)"
        sentence = f'"Execution " & {DETAIL}.name & " " & {verb} & " after " & {_LASTED} & ". " & {_ENDING}.reason'
        publish = Publish(
            "Tell of the ending",
            inputs,
            subject(pipeline, inputs, how),
            text(sentence, [_of_this(), *_ways_on(pipeline, inputs)]),
            comment="A message that a person understands.",
        )
        super().__init__(publish, [publish])


_SECONDS = f"$round({_ENDING}.seconds)"
_LASTED = (
    "("
    + cases(
        [
            (f"{_SECONDS} < 120", f'$string({_SECONDS}) & " s"'),
            (f"{_SECONDS} < 7200", f'$string($floor({_SECONDS} / 60)) & " min"'),
        ],
        f'$string($floor({_SECONDS} / 3600)) & " h"',
    )
    + ")"
)


def _of_this() -> str:
    by = f'($exists({_ENDING}.started_by) ? "\\nStarted by: " & {_ENDING}.started_by : "")'
    return f'"Execution: " & {DETAIL}.name & {by} & "\\nRun: " & $states.input.where.run & "/"'


def _ways_on(pipeline: Pipeline, inputs: DeploymentInputs) -> list[str]:
    name, this = literal(pipeline.name), f"{DETAIL}.name"
    resume = command(inputs, "resume", name, execution_option(this))
    return [
        f'"To go on with what had succeeded: " & {resume}',
        f'"All executions: " & {command(inputs, "history", name)}',
    ]
