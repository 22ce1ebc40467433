"""The steps whose results are used again: preprocessing, training with its tuning, evaluation."""

import re

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.workflow import fingerprint
from pipelines.workflow.processing import EVALUATION
from pipelines.workflow.reuse import Step

_WHERE = "$states.input.where"


def preprocessing(pipeline: Pipeline, inputs: DeploymentInputs) -> Step:
    """Where it is reused, `$.where.processed` is the run whose outputs are read."""
    outputs = "|".join(map(re.escape, pipeline.processing.outputs if pipeline.processing else ()))
    return Step(
        key="preprocess",
        name="Preprocess",
        doing="preprocessing",
        parts=fingerprint.of_preprocessing(pipeline, inputs),
        job="$states.input.processing.ProcessingJobName",
        made=f'{_WHERE}.run & "/"',
        belongs=f"$contains($substringAfter($key, $prefix), /^({outputs})\\//)",
        taken={
            "where": f'$merge([{_WHERE}, {{"processed": $found.run}}])',
            "processing": '{"ProcessingJobName": $found.job}',
        },
    )


def training(pipeline: Pipeline, inputs: DeploymentInputs) -> Step:
    """Where it is reused, `$.training` is what SageMaker says of the job that trained."""
    taken = {"training": "$states.result"}
    if inputs.variant.tunes and pipeline.tuning:
        names = jsonata.literal([each.parameter for each in pipeline.tuning.tuned])
        tuned = (
            f"$sift($states.result.HyperParameters, function($value, $name) {{ $name in {names} }})"
        )
        taken["tuning"] = f'{{"best": {{"TunedHyperParameters": {tuned}}}}}'
    return Step(
        key="train",
        name="Train",
        doing="training",
        parts=fingerprint.of_training(pipeline, inputs),
        spread="hyperparameters",
        job="$states.input.training.TrainingJobName",
        made="$states.input.training.ModelArtifacts.S3ModelArtifacts",
        belongs="$key = $prefix",
        taken=taken,
        described=("describeTrainingJob", "TrainingJobName"),
    )


def evaluation(pipeline: Pipeline, inputs: DeploymentInputs) -> Step:
    """Where it is reused, `$.where.evaluated` is the run that has it."""
    return Step(
        key="evaluate",
        name="Evaluate",
        doing="evaluation",
        parts=fingerprint.of_evaluation(pipeline, inputs),
        job="$states.input.evaluation.ProcessingJobName",
        made=f'{_WHERE}.run & "/{EVALUATION}/"',
        belongs="true",
        taken={
            "where": f'$merge([{_WHERE}, {{"evaluated": $found.run}}])',
            "evaluation": '{"ProcessingJobName": $found.job}',
        },
    )
