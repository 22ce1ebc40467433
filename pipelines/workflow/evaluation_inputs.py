"""What an evaluation reads, which only the execution knows: with a champion more than without.

The Data Science SDK's step lists a job's inputs when the definition is built. So a state before it puts the list
together, and the step takes it as it is.
"""

from pipelines.definition import Evaluation, Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk.jsonata import block, literal, mapping
from pipelines.sdk.states import Pass, with_also
from pipelines.workflow.processing import PROCESSING_INPUT, TRANSFORMED

CHAMPION = "champion"
"""The folder of the champion's artifact; what else is the champion's begins with it and a hyphen."""
_LONGEST = 256
_WHERE = "$states.input.where"
_CHAMPION = "$states.input.champion"


class GatherEvaluation(Pass):
    """Lists what is measured: the candidate, the champion where one serves, and the test split of both."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        if pipeline.evaluation is None:
            raise ValueError(f"Pipeline {pipeline.name!r} does not say how it is evaluated.")
        if inputs.code_uri is None:
            raise ValueError(f"The deployment of {pipeline.name!r} brings no code (code_uri).")
        own = {"code": literal(inputs.code_uri), **_candidate(pipeline, pipeline.evaluation)}
        others = _champion(pipeline, pipeline.evaluation)
        super().__init__(
            "Gather what is measured",
            with_also(
                "measured",
                block(
                    {"input": _INPUT, "problem": f"{_CHAMPION}.problem"},
                    mapping(
                        {
                            "inputs": f"$append({_list(own)}, {serves()} ? {_list(others)} : [])",
                            # SageMaker's limit for the value of an environment variable.
                            "problem": f'$exists($problem) ? $substring($problem, 0, {_LONGEST}) : ""',
                        }
                    ),
                ),
            ),
            "The new model, the one that serves, and the rows that neither was trained on.",
        )


def serves() -> str:
    """JSONata for whether there is a champion to measure."""
    return f"($exists({_CHAMPION}.artifact) and $not($exists({_CHAMPION}.problem)))"


def _candidate(pipeline: Pipeline, evaluation: Evaluation) -> dict[str, str]:
    """Folders, and JSONata for the S3 address that each has."""
    if pipeline.asks_in_every_execution:
        measured = {TRANSFORMED: f'{_WHERE}.run & "/{TRANSFORMED}/"'}
    else:
        measured = {"model": "$states.input.training.ModelArtifacts.S3ModelArtifacts"}
    return measured | {name: f'{_WHERE}.processed & "/{name}/"' for name in evaluation.reads}


def _champion(pipeline: Pipeline, evaluation: Evaluation) -> dict[str, str]:
    if pipeline.asks_in_every_execution:
        measured = {f"{CHAMPION}-{TRANSFORMED}": f'{_WHERE}.run & "/{CHAMPION}-{TRANSFORMED}/"'}
    else:
        measured = {CHAMPION: f"{_CHAMPION}.artifact"}
    return measured | {
        f"{CHAMPION}-{name}": f'{_CHAMPION}.processed & "/{name}/"'
        for name in evaluation.reads_of_champion
    }


_INPUT = (
    'function($name, $uri) {{"InputName": $name, "AppManaged": false, "S3Input": {"S3Uri": $uri, '
    f'"LocalPath": {literal(PROCESSING_INPUT + "/")} & $name, "S3DataType": "S3Prefix", '
    '"S3InputMode": "File", "S3DataDistributionType": "FullyReplicated", "S3CompressionType": "None"}}}'
)


def _list(sources: dict[str, str]) -> str:
    return "[" + ", ".join(f"$input({literal(name)}, {uri})" for name, uri in sources.items()) + "]"
