"""The training job."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jobs, upstream
from pipelines.sdk.session import OfflineSession
from pipelines.sdk.values import Value, text
from pipelines.workflow import protection
from pipelines.workflow.image import image
from pipelines.workflow.run import TO_START_AND_STOP, guard_job, job_name, tags


class TrainingStep(jobs.TrainingStep):
    """Trains; `$.training` is then the job's description, with its artifact and metrics.

    Where a workflow trains more than once, each is told apart by `part`, a word of four letters at most in
    its states' names and its job's, and may have hyperparameters of its own.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: DeploymentInputs,
        part: str = "",
        hyperparameters: Value | None = None,
    ) -> None:
        training = pipeline.training
        if hyperparameters is None and training.parameters:
            hyperparameters = Value("$.config.hyperparameters")
        super().__init__(
            f"Train {part}".rstrip(),
            estimator=estimator(pipeline, inputs),
            job_name=job_name(part),
            data=channels(pipeline, inputs),
            hyperparameters=hyperparameters,
            tags=tags(pipeline, inputs),
            parameters=protection.of_training(pipeline, inputs),
            result_path="$.training",
            comment="Train, and measure what was trained.",
            timeout_seconds=limit_seconds(pipeline, inputs) + TO_START_AND_STOP,
        )
        guard_job(self)


def limit_seconds(pipeline: Pipeline, inputs: DeploymentInputs) -> int:
    """How long a training job may take; on spot instances, with its waiting for them."""
    return inputs.spot.max_wait_seconds if inputs.spot else pipeline.training.max_runtime_seconds


def estimator(pipeline: Pipeline, inputs: DeploymentInputs) -> jobs.Estimator:
    """What trains, on the machines that the execution's input names."""
    training = pipeline.training
    return jobs.Estimator(
        image_uri=image(pipeline, inputs, "training"),
        # The SDK makes a name of its own, and would look for one in the image's URI.
        base_job_name=pipeline.name,
        role=inputs.execution_role_arn,
        instance_count=Value("$.config.training.instance_count"),
        instance_type=Value("$.config.training.instance_type"),
        volume_size=training.volume_gb,
        max_run=training.max_runtime_seconds,
        output_path=text("{}/model", "$.where.run"),
        environment=dict(training.environment) or None,
        metric_definitions=[
            {"Name": metric.name, "Regex": metric.regex} for metric in training.metrics
        ]
        or None,
        debugger_hook_config=False,
        disable_profiler=True,
        sagemaker_session=OfflineSession(inputs.region),
    )


def channels(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    """What the job reads, by the names of the channels."""
    found = {
        channel.name: upstream.TrainingInput(
            text("{}/" + channel.reads + "/", "$.where.processed")
            if channel.reads
            else Value("$.config.data"),
            content_type=channel.content_type,
        )
        for channel in pipeline.training.channels
    }
    if pipeline.checkpoint and inputs.checkpoint_prefix:
        found[pipeline.checkpoint.channel] = upstream.TrainingInput(inputs.checkpoint_prefix)
    return found
