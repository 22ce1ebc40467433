"""A tuning job: which hyperparameters train the best model?"""

from typing import Any

from pipelines.definition import Pipeline, Tuned
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.parameters import Parameter
from pipelines.sdk import jobs, jsonata, upstream
from pipelines.sdk.fragment import Fragment
from pipelines.sdk.states import Fail, Pass, Task, catch_all
from pipelines.sdk.values import Value, merged, text
from pipelines.workflow import failures, protection, retries
from pipelines.workflow.execution_input import tuning_of
from pipelines.workflow.run import TO_START_AND_STOP, guard_job, tags
from pipelines.workflow.training import channels, estimator

TUNED = merged("$.config.hyperparameters", "$.tuning.best.TunedHyperParameters")
"""The hyperparameters of the execution, with those that the tuning found the best."""
DIGEST = 10
"""Characters at the end of a run's name that the name of its tuning job has."""
_LONGEST = 32
"""SageMaker's limit for the name of a tuning job, half of that for other jobs."""


class TuningStep(Fragment):
    """Tunes; `$.tuning.best` is then the summary of the best training job, `$.tuning.job` the tuning's name.

    The state that waits learns no more of it than its name, so that another asks for what was tuned.
    Raises ValueError where the deployment's names leave no room for that of a tuning job.
    """

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        prefix, tuning = pipeline.prefix(inputs.stage), tuning_of(pipeline)
        if len(prefix) + len("-0123456789-99-9") > _LONGEST:
            raise ValueError(
                f"A tuning job's name has {_LONGEST} characters, and {prefix!r} leaves no room for a run's: "
                "the pipeline and the stage need shorter names."
            )
        prepare = Pass(
            "Prepare tuning",
            _plan(prefix, [each.parameter for each in tuning.tuned]),
            "What is not tuned, and a name that is short.",
        )
        tune = _tune(pipeline, inputs)
        find = Task(
            "Find the best",
            "sagemaker",
            "describeHyperParameterTuningJob",
            {"HyperParameterTuningJobName": Value("$.tuning.HyperParameterTuningJobName")},
            result_path="$.tuning",
            comment="With which hyperparameters was the best model trained?",
            result={"best.$": "$.BestTrainingJob", "job.$": "$.HyperParameterTuningJobName"},
        )
        find.add_retry(retries.of_a_look("SageMaker"))
        cause = failures.of_call("The best training job could not be found")
        catch_all(find, Fail("Best not found", "BestNotFound", cause))
        prepare.next(tune)
        tune.next(find)
        super().__init__(prepare, [find])


def _tune(pipeline: Pipeline, inputs: DeploymentInputs) -> jobs.TuningStep:
    tuning = tuning_of(pipeline)
    parameters = {each.name: each for each in pipeline.training.parameters}
    step = jobs.TuningStep(
        "Tune",
        tuner=upstream.HyperparameterTuner(
            estimator(pipeline, inputs),
            objective_metric_name=tuning.metric,
            objective_type="Minimize" if tuning.minimize else "Maximize",
            metric_definitions=[
                {"Name": one.name, "Regex": one.regex} for one in pipeline.training.metrics
            ]
            or None,
            hyperparameter_ranges={
                each.parameter: _range(each, parameters[each.parameter]) for each in tuning.tuned
            },
            strategy=tuning.strategy,
            max_jobs=Value("$.config.tuning.training_jobs"),
            max_parallel_jobs=Value("$.config.tuning.parallel_jobs"),
        ),
        static_hyperparameters=Value("$.tuning.static"),
        seed=tuning.seed,
        max_runtime_seconds=tuning.max_runtime_seconds,
        training=protection.of_training(pipeline, inputs),
        job_name=text(
            "{}-{}-{}", "$.tuning.name", "$$.Execution.RedriveCount", "$$.State.RetryCount"
        ),
        data=channels(pipeline, inputs),
        tags=tags(pipeline, inputs),
        result_path="$.tuning",
        comment="Train with many hyperparameters, and find the best.",
        timeout_seconds=tuning.max_runtime_seconds + TO_START_AND_STOP,
    )
    guard_job(step)
    return step


def _range(tuned: Tuned, parameter: Parameter) -> Any:
    """The SDK's range of a hyperparameter, by the kind that it is."""
    if parameter.choices:
        return upstream.CategoricalParameter(list(parameter.choices))
    if parameter.kind == "boolean":
        return upstream.CategoricalParameter(["true", "false"])
    if parameter.kind == "integer":
        return upstream.IntegerParameter(int(tuned.least), int(tuned.most), tuned.scale)
    return upstream.ContinuousParameter(tuned.least, tuned.most, tuned.scale)


def _plan(prefix: str, tuned: list[str]) -> str:
    others = (
        "$sift($states.input.config.hyperparameters, "
        f"function($value, $name) {{ $not($name in {jsonata.literal(tuned)}) }})"
    )
    digest = f"$substring($states.input.names.run, -{DIGEST})"
    plan = {"name": f'{jsonata.literal(prefix)} & "-" & {digest}', "static": others}
    return f'$merge([$states.input, {{"tuning": {jsonata.mapping(plan)}}}])'
