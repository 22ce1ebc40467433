"""What an endpoint is to serve when a release is through: its variants, and which of them is the new model.

`$.release` has it: `variants` ({name, model, weight}), the `model` that is released, `asked` (the variant that has
it), and the `sentence` that is said when it serves. Pure: code in JSONata, put together here.
"""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.jsonata import literal
from pipelines.workflow.execution_input import IGNORE

CANDIDATE = "Candidate"
"""The variant beside the champion's, while an experiment runs."""
_ENDPOINT = '"Endpoint " & $states.input.config.endpoint.name'
_NEW = "$states.input.names.run"


def of_the_new_model(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    """The run's model alone; in an experiment, the champion beside it, where there is one that is not ignored."""
    variant = pipeline.serving.variant
    alone = alone_serves(variant, _NEW, f'{_ENDPOINT} & " serves the new model " & {_NEW} & "."')
    if inputs.experiment is None:
        return alone
    share = inputs.experiment.share
    champion = "$states.input.serving.champion"
    beside = {
        "variants": "["
        + ", ".join([_variant(variant, champion, 1 - share), _variant(CANDIDATE, _NEW, share)])
        + "]",
        "model": _NEW,
        "asked": literal(CANDIDATE),
        "sentence": f'{_ENDPOINT} & " serves the new model " & {_NEW} & " for {100 * share:g} % of the requests, '
        f'beside " & {champion} & ". Start an execution with the input {{\\"experiment\\": \\"promote\\"}} to have it '
        'serve alone, or {\\"experiment\\": \\"withdraw\\"} to take it back."',
    }
    # One that the input says to ignore can be measured no more, and perhaps not served either: its model may be gone.
    ignored = f"$states.input.config.champion = {literal(IGNORE)}"
    return f"$exists({champion}) and $not({ignored}) ? {jsonata.mapping(beside)} : {alone}"


def alone_serves(variant: str, model: str, sentence: str) -> str:
    """One variant gets everything; `model` and `sentence` are code."""
    return jsonata.mapping(
        {
            "variants": f"[{_variant(variant, model, 1)}]",
            "model": model,
            "asked": literal(variant),
            "sentence": sentence,
        }
    )


def _variant(name: str, model: str, weight: float) -> str:
    return jsonata.mapping(
        {"name": literal(name), "model": model, "weight": literal(round(weight, 6))}
    )
