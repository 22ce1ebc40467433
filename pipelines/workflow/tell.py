"""Messages to people: a mail's subject and text, published on the deployment's topic.

Each says what happened in a sentence with the number that decided, and the commands to go on with. A message
that cannot be sent ends no execution: what it would have told has happened, and the summary says that it was
not told.
"""

from collections.abc import Sequence

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import cases, literal
from pipelines.sdk.states import Call, Choice, Pass, Retry, catch_all, with_also
from pipelines.workflow.outcome import FORGOTTEN, IN_SERVICE, REFUSED, REJECTED, TRANSFORMED

LONGEST_SUBJECT = 99
"""SNS takes less than 100 signs."""
_LONGEST_TEXT = 20_000
"""Of a mail that is read. SNS would take 256 KiB."""
_WORTH_ANOTHER_TRY = (
    *("Sns.ThrottledException", "Sns.InternalErrorException", "Sns.KmsThrottlingException"),
    *("Sns.SnsException", "Sns.SdkClientException", "States.Timeout"),
)
_USUAL_STAGE = "dev"
_TOLD = (IN_SERVICE, TRANSFORMED, REFUSED, REJECTED, FORGOTTEN)
"""Outcomes that somebody wants to know of. An execution that was skipped, or found nothing to do, is none."""
_OUTCOME = "$states.input.outcome.name"


class Tell(Fragment):
    """Tells of the outcome where it matters."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        matters = Choice("Does anybody want to know?", "Not that nothing was to do.")
        publish = Publish(
            "Tell",
            inputs,
            subject(
                pipeline, inputs, f'{_OUTCOME} = {literal(IN_SERVICE)} ? "released" : {_OUTCOME}'
            ),
            text(_what_and_why(), [_of_this(), *_ways_on(pipeline, inputs)]),
            comment="A message that a person understands.",
        )
        untold = Pass(
            "Nobody was told",
            with_also("untold", '$states.input.failure.Error & ": " & $states.input.failure.Cause'),
            comment="The message could not be sent; what it would have told has happened.",
        )
        matters.go_on_when(f"$not({_OUTCOME} in {literal(list(_TOLD))})")
        matters.otherwise(publish)
        catch_all(publish, untold)
        super().__init__(matters, [matters, publish, untold])


class Publish(Call):
    """Sends a message on the deployment's topic. `subject` and `text` are JSONata, as those below make it."""

    def __init__(
        self, name: str, inputs: DeploymentInputs, subject: str, text: str, comment: str
    ) -> None:
        if inputs.topic_arn is None:
            raise ValueError(f"State {name!r} tells people, but the deployment brings no topic.")
        super().__init__(
            name,
            "sns",
            "publish",
            {
                "TopicArn": inputs.topic_arn,
                "Subject": jsonata.expression(subject),
                "Message": jsonata.expression(text),
            },
            comment,
        )
        self.add_retry(Retry(_WORTH_ANOTHER_TRY, interval=2, attempts=5, ceiling=60))


def subject(pipeline: Pipeline, inputs: DeploymentInputs, what: str) -> str:
    """A subject as SNS takes it: printable ASCII on one line, not too long. `what` is JSONata."""
    begin = literal(f"Stepline {pipeline.name} {inputs.stage}: ")
    return rf'$substring($replace({begin} & ({what}), /[^ -~]+/, " "), 0, {LONGEST_SUBJECT})'


def text(sentence: str, paragraphs: Sequence[str]) -> str:
    """A message's text: a sentence and paragraphs, all JSONata; one that yields nothing is left out."""
    parts = ", ".join([sentence, *paragraphs])
    return f'$substring($join([{parts}], "\\n\\n"), 0, {_LONGEST_TEXT})'


def command(inputs: DeploymentInputs, verb: str, first: str, options: str = "") -> str:
    """JSONata for `stepline VERB FIRST OPTIONS` as a shell takes it; `first` and `options` are JSONata."""
    stage = "" if inputs.stage == _USUAL_STAGE else f" --stage {inputs.stage}"
    more = f" & {options}" if options else ""
    return f"{literal(f'stepline {verb} ')} & {first}{more}" + (
        f" & {literal(stage)}" if stage else ""
    )


def quoted(words: str) -> str:
    """JSONata for text as one word of a shell's command."""
    inside = rf"""$replace({words}, "'", "'\\''")"""
    return rf"""($contains({words}, /^[A-Za-z0-9._+@=-]+$/) ? {words} : "'" & {inside} & "'")"""


def execution_option(name: str = "$states.context.Execution.Name") -> str:
    """JSONata for ` --execution NAME`."""
    return f'" --execution " & {quoted(name)}'


def _what_and_why() -> str:
    """The outcome's sentence; that of a release says where the model serves, and the gate's with which numbers."""
    why = "$states.input.decision.sentence"
    return (
        f"$states.input.outcome.sentence & ({_OUTCOME} in {literal([IN_SERVICE, TRANSFORMED])} and $exists({why}) "
        f'? " " & {why} : "")'
    )


def _of_this() -> str:
    """Which execution, and where what it made lies."""
    return '"Execution: " & $states.context.Execution.Name & "\\nRun: " & $states.input.where.run & "/"'


def _ways_on(pipeline: Pipeline, inputs: DeploymentInputs) -> list[str]:
    """The commands to go on with, after the outcome."""
    name = literal(pipeline.name)
    found = []
    if inputs.variant.serves:
        endpoint = quoted("$states.input.config.endpoint.name")
        serves = f'"What serves, and what made it: stepline explain " & {endpoint}'
        found.append((f"{_OUTCOME} = {literal(IN_SERVICE)}", serves))
    if pipeline.evaluation:
        numbers = f'"All its numbers: " & {command(inputs, "evaluation", name, execution_option())}'
        found.append((f"{_OUTCOME} in {literal([REFUSED, REJECTED])}", numbers))
    again = f'"To train and ask again: " & {command(inputs, "start", name)}'
    found.append((f"{_OUTCOME} = {literal(FORGOTTEN)}", again))
    return [cases(found, f'"All executions: " & {command(inputs, "history", name)}')]
