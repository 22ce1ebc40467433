"""Each variant of the endpoint by itself: in an experiment each has a model of its own, and so a baseline of its own."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.monitoring.captures import FindCaptures
from pipelines.monitoring.compare import FOLDER, Compare, ReadVerdict
from pipelines.monitoring.ending import DRIFTED, STEADY, TOO_LITTLE, Ends
from pipelines.monitoring.serving import VARIANT, FindBaseline, FindModel
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import in_a_row
from pipelines.sdk.states import Map, with_also

_IN = "$states.input"


class EachVariant(Map):
    """`$.found` is then the list of what was found, `{variant, outcome, sentence, report}` each; a variant that could
    not be compared has no report."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        outcomes = {"drifted": DRIFTED, "steady": STEADY, "too little": TOO_LITTLE}
        said = Ends(
            "Variant compared",
            f"$lookup({jsonata.literal(outcomes)}, {_IN}.verdict.verdict)",
            f"{_IN}.verdict.sentence",
            variant=VARIANT,
            report=f'"s3://{inputs.bucket}/" & {FOLDER} & "report.html"',
        )
        row = in_a_row(
            FindModel(),
            FindBaseline(inputs),
            FindCaptures(inputs),
            Compare(pipeline, inputs),
            ReadVerdict(pipeline, inputs),
            said,
            ending_in=upstream.Succeed("Variant looked at"),
        )
        one = jsonata.mapping(
            {
                "number": "$number",
                "look": f"{_IN}.look",
                "endpoint": f"{_IN}.endpoint",
                "serving": f"$merge([{_IN}.serving, $variant])",
            }
        )
        super().__init__(
            "Look at each variant",
            f"[$map({_IN}.serving.variants, function($variant, $number) {{ {one} }})]",
            row,
            comment="Each has a model, a baseline and captured traffic of its own.",
            output=with_also("found", "[$states.result]"),
        )
