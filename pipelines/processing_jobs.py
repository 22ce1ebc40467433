"""The steps that run a pipeline's processing code: before training, and after it to evaluate."""

from collections.abc import Mapping
from typing import Any

from pipelines import failures
from pipelines.definition import Evaluation, Pipeline, Processing
from pipelines.place import Place
from pipelines.run import EVALUATION_JOB, PREPROCESSING_JOB, TO_START_AND_STOP, guarded, tags
from pipelines.steps import sdk
from pipelines.steps.jobs import ProcessingStep
from pipelines.steps.session import OfflineSession
from pipelines.steps.states import Refuse
from pipelines.steps.values import Value, text

PROCESSING_INPUT = "/opt/ml/processing/input"
"""Below it a processing job finds each of its inputs, in a folder of the input's name."""
EVALUATION = "evaluation"
"""The output of the evaluation, and the folder of the run that keeps it."""
_OUTPUTS = "/opt/ml/processing/output"


def preprocess(pipeline: Pipeline, processing: Processing, place: Place) -> Any:
    """Runs the processing code on the data; its outputs lie under the run's own prefix."""
    sources: dict[str, Any] = {"data": Value("$.config.data")}
    if pipeline.checkpoint and place.checkpoint_prefix:
        sources[pipeline.checkpoint.channel] = place.checkpoint_prefix
    step = _step(
        pipeline,
        processing,
        place,
        "Preprocess",
        job_name=PREPROCESSING_JOB,
        sources=sources,
        outputs=processing.outputs,
        container_arguments=Value("$.arguments"),
        parameters=_machines(Value("$.config.processing.instance_count")),
        result_path="$.processing",
        comment="Turn the data into what training reads.",
    )
    return guarded(step, _failed("Preprocessing failed", "ProcessingFailed", processing))


def evaluate(
    pipeline: Pipeline, processing: Processing, evaluation: Evaluation, place: Place
) -> Any:
    """Runs the processing code on the trained model, on one machine; what it finds stays with the run."""
    sources = {"model": Value("$.training.ModelArtifacts.S3ModelArtifacts")} | {
        name: text("{}/" + name + "/", "$.where.run") for name in evaluation.reads
    }
    step = _step(
        pipeline,
        processing,
        place,
        "Evaluate",
        job_name=EVALUATION_JOB,
        sources=sources,
        outputs=(EVALUATION,),
        container_arguments=list(evaluation.arguments) or None,
        parameters=_machines(1),
        result_path="$.evaluation",
        comment="Measure the model on data that it has not seen.",
    )
    return guarded(step, _failed("Evaluation failed", "EvaluationFailed", processing))


def _step(
    pipeline: Pipeline,
    processing: Processing,
    place: Place,
    name: str,
    *,
    sources: Mapping[str, Any],
    outputs: tuple[str, ...],
    **others: Any,
) -> Any:
    if place.code_uri is None or place.code_file is None:
        raise ValueError(
            f"Pipeline {pipeline.name!r} processes its data, but the place brings no code for it "
            f"(code_uri and code_file)."
        )
    return ProcessingStep(
        name,
        processor=sdk.Processor(
            role=place.execution_role_arn,
            image_uri=place.processing_image_uri or place.image_uri,
            instance_count=processing.fleet.instance_count,
            instance_type=processing.fleet.instance_type,
            volume_size_in_gb=processing.volume_gb,
            max_runtime_in_seconds=processing.max_runtime_seconds,
            env=dict(processing.environment) or None,
            sagemaker_session=OfflineSession(place.region),
        ),
        inputs=[
            sdk.ProcessingInput(
                source=source, destination=f"{PROCESSING_INPUT}/{name}", input_name=name
            )
            for name, source in {"code": place.code_uri, **sources}.items()
        ],
        outputs=[
            sdk.ProcessingOutput(
                source=f"{_OUTPUTS}/{name}",
                destination=text("{}/" + name, "$.where.run"),
                output_name=name,
            )
            for name in outputs
        ],
        # The SDK ignores the processor's own entrypoint.
        container_entrypoint=["python3", f"{PROCESSING_INPUT}/code/{place.code_file}"],
        tags=tags(pipeline, place),
        timeout_seconds=processing.max_runtime_seconds + TO_START_AND_STOP,
        **others,
    )


def _machines(count: Any) -> dict[str, Any]:
    cluster = {
        "InstanceType": Value("$.config.processing.instance_type"),
        "InstanceCount": count,
    }
    return {"ProcessingResources": {"ClusterConfig": cluster}}


def _failed(name: str, error: str, processing: Processing) -> Any:
    limit = processing.max_runtime_seconds
    group = "/aws/sagemaker/ProcessingJobs"
    return Refuse(name, error, failures.of_job("Processing", group, limit))
