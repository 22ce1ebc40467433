"""The steps that make a model: process the data, train on it, and create the model."""

from typing import Any

from pipelines import failures
from pipelines.check_input import PROCESSING_INPUT
from pipelines.definition import FromProcessing, Pipeline, Processing
from pipelines.place import Place
from pipelines.steps import retries, sdk
from pipelines.steps.jobs import ProcessingStep, TrainingStep
from pipelines.steps.serving import EndpointConfigStep, ModelStep
from pipelines.steps.session import OfflineSession
from pipelines.steps.states import Refuse, catch_all
from pipelines.steps.values import Value, text

TO_START_AND_STOP = 3600
"""Seconds that a job may take beyond its own limit: to get machines, load, upload and stop."""
_OUTPUTS = "/opt/ml/processing/output"

RUN = Value("$.names.run")
# A retried state must send a new name: SageMaker has a job's name only once (SDK issue #140).
_JOB = text("{}-{}", "$.names.run", "$$.State.RetryCount")


def tags(pipeline: Pipeline, place: Place) -> dict[str, Any]:
    """What every resource that an execution makes is marked with."""
    return {
        **place.tags,
        "stepline:pipeline": pipeline.name,
        "stepline:stage": place.stage,
        "stepline:execution": Value("$.names.execution"),
        "stepline:run": RUN,
    }


def preprocess(pipeline: Pipeline, processing: Processing, place: Place) -> Any:
    """Runs the processing code on the data; its outputs lie under the run's own prefix."""
    if place.code_uri is None or place.code_file is None:
        raise ValueError(
            f"Pipeline {pipeline.name!r} processes its data, but the place brings no code for it "
            f"(code_uri and code_file)."
        )
    image = place.processing_image_uri or place.image_uri
    sources = {"code": place.code_uri, "data": Value("$.config.data")}
    if pipeline.checkpoint and place.checkpoint_prefix:
        sources[pipeline.checkpoint.channel] = place.checkpoint_prefix
    step = ProcessingStep(
        "Preprocess",
        processor=sdk.Processor(
            role=place.execution_role_arn,
            image_uri=image,
            instance_count=place.processing.instance_count,
            instance_type=place.processing.instance_type,
            volume_size_in_gb=processing.volume_gb,
            max_runtime_in_seconds=processing.max_runtime_seconds,
            env=dict(processing.environment) or None,
            sagemaker_session=OfflineSession(place.region),
        ),
        job_name=_JOB,
        inputs=[
            sdk.ProcessingInput(
                source=source, destination=f"{PROCESSING_INPUT}/{name}", input_name=name
            )
            for name, source in sources.items()
        ],
        outputs=[
            sdk.ProcessingOutput(
                source=f"{_OUTPUTS}/{name}",
                destination=text("{}/" + name, "$.where.run"),
                output_name=name,
            )
            for name in processing.outputs
        ],
        # The SDK ignores the processor's own entrypoint.
        container_entrypoint=["python3", f"{PROCESSING_INPUT}/code/{place.code_file}"],
        container_arguments=Value("$.arguments"),
        parameters={
            "ProcessingResources": {
                "ClusterConfig": {
                    "InstanceType": Value("$.config.processing.instance_type"),
                    "InstanceCount": Value("$.config.processing.instance_count"),
                }
            }
        },
        tags=tags(pipeline, place),
        result_path="$.processing",
        comment="Turn the data into what training reads.",
        timeout_seconds=processing.max_runtime_seconds + TO_START_AND_STOP,
    )
    failed = Refuse(
        "Preprocessing failed",
        "ProcessingFailed",
        failures.of_job(
            "Processing", "/aws/sagemaker/ProcessingJobs", processing.max_runtime_seconds
        ),
    )
    return _guarded(step, failed)


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
            instance_count=place.training.instance_count,
            instance_type=place.training.instance_type,
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
        job_name=_JOB,
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
    return _guarded(step, failed)


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
    return _guarded(
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
    return _guarded(
        step,
        Refuse(
            "No endpoint configuration",
            "EndpointConfigurationNotCreated",
            failures.of_call("The endpoint configuration could not be created"),
        ),
    )


def _guarded(step: Any, failed: Any) -> Any:
    step.add_retry(retries.of_a_creation())
    catch_all(step, failed)
    return step
