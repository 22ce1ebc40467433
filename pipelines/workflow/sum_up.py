"""What the execution yields: how it ended, where the model lies, what serves it, and how good it is."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.states import Pass
from pipelines.workflow.outcome import IN_SERVICE, TRANSFORMED
from pipelines.workflow.processing import EVALUATION
from pipelines.workflow.processing import TRANSFORMED as FOLDER

_DONE = f"$states.input.outcome.name in {jsonata.literal([IN_SERVICE, TRANSFORMED])}"


def sum_up(pipeline: Pipeline, inputs: DeploymentInputs) -> Pass:
    """The execution's output. What an execution that ended early never had is not in it."""
    training = "$states.input.training"
    metrics = f"{training}.FinalMetricDataList"
    variant = inputs.variant
    champion = "$states.input.champion"
    serves = {
        "endpoint": ("$states.input.config.endpoint.name", "endpoint"),
        "endpoint_configuration": ("$states.input.names.run", "configuration"),
    }
    # Where the new model does not serve, what served before goes on.
    model = "$states.input.release.model" if variant.serves else "$states.input.names.run"
    serving = {"model": (model, "model"), **(serves if variant.serves else {})}
    steps = "$states.input.steps"
    output = {
        "outcome": "$states.input.outcome.name",
        "sentence": "$states.input.outcome.sentence",
        **{
            name: f"{_DONE} ? {new} : {champion}.{before}"
            for name, (new, before) in serving.items()
        },
        "model_artifact": f"{training}.ModelArtifacts.S3ModelArtifacts",
        "training_job": f"{training}.TrainingJobName",
        "metrics": f"$exists({training}) ? ($count({metrics}) > 0 ? $merge({metrics}.{{MetricName: Value}}) : {{}})",
        "run": "$states.input.where.run",
        "record": "$states.input.record.uri",
        "record_problem": '$type($states.input.record.problem) = "string" ? $states.input.record.problem',
        "steps": f"$exists({steps}) ? [$each({steps}, function($step) {{ $step }})] : []",
    }
    if pipeline.gate:
        output["decision"] = "$states.input.decision"
    if inputs.approval:  # without the key that the link has
        output["approval"] = (
            "$states.input.approval.{'approved': approved, 'by': by, 'reason': reason}"
        )
    if inputs.package_group:
        output["model_package"] = "$states.input.package.arn"
    if inputs.topic_arn:
        output["untold"] = "$states.input.untold"
    if variant.serves and inputs.keep:
        output["cleaned"] = "$states.input.cleaned"
    if variant.tunes:
        output["tuned"] = "$states.input.tuning.best.TunedHyperParameters"
    if variant.transforms:
        output["transformed"] = f'{_DONE} ? $states.input.where.run & "/{FOLDER}/"'
    if pipeline.evaluation:
        output["evaluation"] = (
            f'$exists($states.input.evaluation) ? $states.input.where.evaluated & "/{EVALUATION}/"'
        )
    if inputs.protection.key_arn:
        output["without_volume_key"] = "$states.input.without_volume_key"
    # A Succeed state could compute this itself, but cfn-lint admits no QueryLanguage there.
    return Pass("Sum up", jsonata.mapping(output), comment="The execution's output.")
