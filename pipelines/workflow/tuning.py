"""A tuning job: which hyperparameters train the best model?"""

from collections.abc import Mapping
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jobs, jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Fail, Pass
from pipelines.sdk.values import Value, merged, text
from pipelines.workflow import failures
from pipelines.workflow.run import TO_START_AND_STOP, guard, tags
from pipelines.workflow.training import channels, estimator

TUNED = merged("$.config.hyperparameters", "$.tuning.BestTrainingJob.TunedHyperParameters")
"""The hyperparameters of the execution, with those that the tuning found the best."""
_LONGEST = 32
"""SageMaker's limit for the name of a tuning job, half of that for other jobs."""


class TuningStep(Fragment):
    """Tunes; `$.tuning` is then the job's description, with its best training job.

    `ranges` are the SDK's parameter ranges by hyperparameter, `metric` is what the best has most of.
    Raises ValueError where the deployment's names leave no room for that of a tuning job.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: DeploymentInputs,
        *,
        metric: str,
        ranges: Mapping[str, Any],
        jobs_at_most: int = 20,
        jobs_at_once: int = 2,
    ) -> None:
        prefix = pipeline.prefix(inputs.stage)
        if len(prefix) + len("-0123456789-9") > _LONGEST:
            raise ValueError(
                f"A tuning job's name has {_LONGEST} characters, and {prefix!r} leaves no room for a run's: "
                "the pipeline and the stage need shorter names."
            )
        prepare = Pass(
            "Prepare tuning",
            _plan(prefix, list(ranges)),
            "What is not tuned, and a name that is short.",
        )
        limit = pipeline.training.max_runtime_seconds * -(-jobs_at_most // jobs_at_once)
        tune = jobs.TuningStep(
            "Tune",
            tuner=upstream.HyperparameterTuner(
                estimator(pipeline, inputs),
                objective_metric_name=metric,
                metric_definitions=[
                    {"Name": one.name, "Regex": one.regex} for one in pipeline.training.metrics
                ]
                or None,
                hyperparameter_ranges=dict(ranges),
                max_jobs=jobs_at_most,
                max_parallel_jobs=jobs_at_once,
            ),
            static_hyperparameters=Value("$.tuning.static"),
            job_name=text("{}-{}", "$.tuning.name", "$$.State.RetryCount"),
            data=channels(pipeline, inputs),
            tags=tags(pipeline, inputs),
            result_path="$.tuning",
            comment="Train with many hyperparameters, and find the best.",
            timeout_seconds=limit + TO_START_AND_STOP,
        )
        cause = failures.of_job("HyperParameterTuning", "/aws/sagemaker/TrainingJobs", limit)
        guard(tune, Fail("Tuning failed", "TuningFailed", cause))
        prepare.next(tune)
        super().__init__(prepare, [tune])


def _plan(prefix: str, tuned: list[str]) -> str:
    others = (
        "$sift($states.input.config.hyperparameters, "
        f"function($value, $name) {{ $not($name in {jsonata.literal(tuned)}) }})"
    )
    digest = "$substring($states.input.names.run, -10)"
    plan = {"name": f'{jsonata.literal(prefix)} & "-" & {digest}', "static": others}
    return f'$merge([$states.input, {{"tuning": {jsonata.mapping(plan)}}}])'
