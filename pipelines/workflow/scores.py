"""The evaluation's numbers, read into the state: what the gate decides by is the file that the report is made of."""

from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.jsonata import block, expression, literal, mapping
from pipelines.sdk.states import Call, Choice, Fail, catch_all
from pipelines.workflow import failures, retries
from pipelines.workflow.processing import EVALUATION

FILE = "evaluation.json"
"""In the evaluation's output; below 100 kB, of the 256 KiB that a state may have."""
_URI = f'$states.input.where.evaluated & "/{EVALUATION}/{FILE}"'


class ReadScores(Fragment):
    """Afterwards `$.scores` has each metric's `{candidate, champion}`, and `$.scores_uri` says where that stands.

    Each of the two is `{value, low, high}`; the champion is null where there is none. Where one serves that could
    not be measured, `$.champion.problem` has the file's reason.
    """

    def __init__(self, inputs: DeploymentInputs) -> None:
        read = Call(
            "Read scores",
            "s3",
            "getObject",
            {
                "Bucket": inputs.bucket,
                "Key": expression(f"$substringAfter({_URI}, {literal(f's3://{inputs.bucket}/')})"),
            },
            "What the evaluation found, as its report shows it.",
            output=_with_scores(),
        )
        there = Choice("Are there scores?", "A file without them is no evaluation.")
        why = failures.of_call("The scores could not be read")
        advice = f'" The evaluation should have written JSON to " & {_URI} & "."'
        catch_all(read, Fail("No scores", "NoScores", f"({why}) & {advice}"))
        there.go_on_when('$type($states.input.scores) = "object"')
        there.otherwise(
            Fail(
                "Scores not understood",
                "NoScores",
                f'{_URI} & " is no evaluation: the metrics of the candidate should be an object, each with a value."',
            )
        )
        read.add_retry(retries.of_a_look("S3"))
        read.next(there)
        super().__init__(read, [there])


def _with_scores() -> str:
    champion = "$states.input.champion"
    return block(
        {
            "found": "$parse($states.result.Body)",
            "ours": "$found.candidate.metrics",
            "theirs": "$found.champion.metrics",
            "other": "function($name) { ($one := $lookup($theirs, $name); $exists($one) ? $one : null) }",
            "scores": '$type($ours) = "object" and $count($keys($ours)) > 0 ? $merge($each($ours, '
            'function($one, $name) { {$name: {"candidate": $one, "champion": $other($name)}} })) : null',
            "why": "$found.champion_problem",
            "champion": f'$type($why) = "string" and $exists({champion}.endpoint) and $not($exists({champion}.problem)) '
            f'? {{"champion": $merge([{champion}, {{"problem": $why}}])}} : {{}}',
        },
        f"$merge([$states.input, $champion, {mapping({'scores': '$scores', 'scores_uri': _URI})}])",
    )
