"""What the execution yields: where the model lies, what serves it, and how good it is."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Pass
from pipelines.workflow.processing import EVALUATION, TRANSFORMED


class SumUp(Fragment):
    """The end of an execution that went well."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        metrics = "$states.input.training.FinalMetricDataList"
        variant = inputs.variant
        served = {
            "endpoint": "$states.input.config.endpoint.name",
            "endpoint_configuration": "$states.input.names.run",
        }
        output = {
            **(served if variant.serves else {}),
            "model": "$states.input.names.run",
            "model_artifact": "$states.input.training.ModelArtifacts.S3ModelArtifacts",
            "training_job": "$states.input.training.TrainingJobName",
            "metrics": f"$count({metrics}) > 0 ? $merge({metrics}.{{MetricName: Value}}) : {{}}",
            "run": "$states.input.where.run",
        }
        if variant.tunes:
            output["tuned"] = "$states.input.tuning.best.TunedHyperParameters"
        if variant.transforms:
            output["transformed"] = f'$states.input.where.run & "/{TRANSFORMED}/"'
        if pipeline.evaluation:
            output["evaluation"] = f'$states.input.where.run & "/{EVALUATION}/"'
        # A Succeed state could compute this itself, but cfn-lint admits no QueryLanguage there.
        summary = Pass("Sum up", jsonata.mapping(output), comment="The execution's output.")
        if variant.serves:
            end = upstream.Succeed("In service", comment="The endpoint serves the new model.")
        else:
            end = upstream.Succeed("Transformed", comment="The new model has been asked.")
        summary.next(end)
        super().__init__(summary, [])
