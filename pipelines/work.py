"""The steps that make a model: train, create the model of what was trained, and say where it is served."""

from typing import Any

from pipelines import failures
from pipelines.definition import FromProcessing, Pipeline
from pipelines.place import Place
from pipelines.run import RUN, TO_START_AND_STOP, TRAINING_JOB, guarded, tags
from pipelines.steps import sdk
from pipelines.steps.jobs import TrainingStep
from pipelines.steps.serving import EndpointConfigStep, ModelStep
from pipelines.steps.session import OfflineSession
from pipelines.steps.states import Refuse
from pipelines.steps.values import Value, text


def train(pipeline: Pipeline, place: Place) -> Any:
    """Trains; `$.training` is then the job's description, with its artifact and metrics."""
    training = pipeline.training
    channels = {
        channel.name: sdk.TrainingInput(
            text("{}/" + channel.source.output + "/", "$.where.run")
            if isinstance(channel.source, FromProcessing)
            else Value("$.config.data"),
            content_type=channel.content_type,
        )
        for channel in training.channels
    }
    if pipeline.checkpoint and place.checkpoint_prefix:
        channels[pipeline.checkpoint.channel] = sdk.TrainingInput(place.checkpoint_prefix)
    step = TrainingStep(
        "Train",
        estimator=sdk.Estimator(
            image_uri=place.image_uri,
            role=place.execution_role_arn,
            instance_count=training.fleet.instance_count,
            instance_type=training.fleet.instance_type,
            volume_size=training.volume_gb,
            max_run=training.max_runtime_seconds,
            output_path=place.runs,
            environment=dict(training.environment) or None,
            metric_definitions=[
                {"Name": metric.name, "Regex": metric.regex} for metric in training.metrics
            ]
            or None,
            debugger_hook_config=False,
            disable_profiler=True,
            sagemaker_session=OfflineSession(place.region),
        ),
        job_name=TRAINING_JOB,
        data=channels,
        hyperparameters=Value("$.config.hyperparameters") if training.parameters else None,
        output_data_config_path=text("{}/model", "$.where.run"),
        checkpoints=text("{}/checkpoints", "$.where.run") if training.checkpoints else None,
        parameters={
            "ResourceConfig": {
                "InstanceType": Value("$.config.training.instance_type"),
                "InstanceCount": Value("$.config.training.instance_count"),
            }
        },
        tags=tags(pipeline, place),
        result_path="$.training",
        comment="Train, and measure what was trained.",
        timeout_seconds=training.max_runtime_seconds + TO_START_AND_STOP,
    )
    failed = Refuse(
        "Training failed",
        "TrainingFailed",
        failures.of_job("Training", "/aws/sagemaker/TrainingJobs", training.max_runtime_seconds),
    )
    return guarded(step, failed)


def create_model(pipeline: Pipeline, place: Place) -> Any:
    """Creates the model of the trained artifact."""
    step = ModelStep(
        "Create model",
        model=sdk.Model(
            image_uri=place.image_uri,
            role=place.execution_role_arn,
            env=dict(pipeline.serving.environment),
            sagemaker_session=OfflineSession(place.region),
        ),
        model_name=RUN,
        parameters={
            "PrimaryContainer": {
                "ModelDataUrl": Value("$.training.ModelArtifacts.S3ModelArtifacts")
            }
        },
        tags=tags(pipeline, place),
        result_path="$.model",
        comment="The image, with the artifact that training left in S3.",
        timeout_seconds=60,
    )
    return guarded(
        step,
        Refuse("No model", "ModelNotCreated", failures.of_call("The model could not be created")),
    )


def create_endpoint_configuration(pipeline: Pipeline, place: Place) -> Any:
    """Creates the configuration that says on what machines the model is served."""
    step = EndpointConfigStep(
        "Create endpoint configuration",
        endpoint_config_name=RUN,
        model_name=RUN,
        initial_instance_count=Value("$.config.endpoint.instance_count"),
        instance_type=Value("$.config.endpoint.instance_type"),
        variant_name=pipeline.serving.variant,
        tags=tags(pipeline, place),
        result_path="$.endpoint_configuration",
        comment="On what machines, and how many, the model is served.",
        timeout_seconds=60,
    )
    return guarded(
        step,
        Refuse(
            "No endpoint configuration",
            "EndpointConfigurationNotCreated",
            failures.of_call("The endpoint configuration could not be created"),
        ),
    )
