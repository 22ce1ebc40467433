"""The jobs that run a pipeline's processing code: before training, and after it to evaluate."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jobs, upstream
from pipelines.sdk.session import OfflineSession
from pipelines.sdk.values import Value, text
from pipelines.workflow import protection
from pipelines.workflow.image import image
from pipelines.workflow.run import TO_START_AND_STOP, guard_job, job_name, tags

PROCESSING_INPUT = "/opt/ml/processing/input"
"""Below it a processing job finds each of its inputs, in a folder of the input's name."""
EVALUATION = "evaluation"
"""The output of the evaluation, and the folder of the run that has it."""
TRANSFORMED = "transformed"
"""The folder of the run that has what the model said in a transform job, and the evaluation's input."""
MEASURED = Value("$.measured.inputs")
"""What the evaluation reads, as CreateProcessingJob takes it: `evaluation_inputs` lists it."""
CHAMPION_PROBLEM = "STEPLINE_CHAMPION_PROBLEM"
"""The environment variable by which the evaluation knows why a champion is not among what it reads: what it says
stands in evaluation.json. `processing/evaluating/serving.py` reads it."""
_OUTPUTS = "/opt/ml/processing/output"


class CodeStep(jobs.ProcessingStep):
    """A job that runs the processing code on `sources` and leaves `outputs` under the run's own prefix."""

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: DeploymentInputs,
        name: str,
        *,
        machines: int | Value,
        sources: Mapping[str, Any],
        outputs: tuple[str, ...],
        part: str = "processing",
        environment: Mapping[str, Any] = MappingProxyType({}),
        **others: Any,
    ) -> None:
        processing = pipeline.processing
        if processing is None or inputs.code_uri is None or inputs.code_file is None:
            raise ValueError(
                f"Pipeline {pipeline.name!r} processes its data, but the deployment brings no code for it "
                f"(code_uri and code_file)."
            )
        limit = processing.max_runtime_seconds
        super().__init__(
            name,
            processor=upstream.Processor(
                role=inputs.execution_role_arn,
                image_uri=image(pipeline, inputs, "processing"),
                instance_count=machines,
                instance_type=Value("$.config.processing.instance_type"),
                volume_size_in_gb=processing.volume_gb,
                max_runtime_in_seconds=limit,
                env={**processing.environment, **environment} or None,
                # The SDK makes a name of its own, and would look for one in the image's URI.
                base_job_name=pipeline.name,
                sagemaker_session=OfflineSession(inputs.region),
            ),
            inputs=[
                upstream.ProcessingInput(
                    source=source, destination=f"{PROCESSING_INPUT}/{folder}", input_name=folder
                )
                for folder, source in {"code": inputs.code_uri, **sources}.items()
            ],
            outputs=[
                upstream.ProcessingOutput(
                    source=f"{_OUTPUTS}/{folder}",
                    destination=text("{}/" + folder, "$.where.run"),
                    output_name=folder,
                )
                for folder in outputs
            ],
            # The SDK ignores the processor's own entrypoint.
            container_entrypoint=["python3", f"{PROCESSING_INPUT}/code/{inputs.code_file}"],
            tags=tags(pipeline, inputs),
            parameters=protection.of_processing(inputs, part),
            timeout_seconds=limit + TO_START_AND_STOP,
            **others,
        )
        guard_job(self)


class ProcessingStep(CodeStep):
    """Runs the processing code on the data."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        sources: dict[str, Any] = {"data": Value("$.config.data")}
        if pipeline.checkpoint and inputs.checkpoint_prefix:
            sources[pipeline.checkpoint.channel] = inputs.checkpoint_prefix
        super().__init__(
            pipeline,
            inputs,
            "Preprocess",
            job_name=job_name("prep"),
            machines=Value("$.config.processing.instance_count"),
            sources=sources,
            outputs=pipeline.processing.outputs if pipeline.processing else (),
            container_arguments=Value("$.arguments"),
            result_path="$.processing",
            comment="Turn the data into what training reads.",
        )


class EvaluationStep(CodeStep):
    """Runs the processing code on the candidate and the champion, or on what transform jobs had them say, on one
    machine; what it finds stays with the run. What it reads is listed by the state before it."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        evaluation = pipeline.evaluation
        if evaluation is None:
            raise ValueError(f"Pipeline {pipeline.name!r} does not say how it is evaluated.")
        super().__init__(
            pipeline,
            inputs,
            "Evaluate",
            job_name=job_name("eval"),
            machines=1,
            sources={},
            outputs=(EVALUATION,),
            container_arguments=list(evaluation.arguments) or None,
            result_path="$.evaluation",
            comment="Measure the new model and the one that serves on data that neither has seen.",
            part=protection.EVALUATION,
            environment={CHAMPION_PROBLEM: Value("$.measured.problem")},
        )
        self.fields["parameters"]["ProcessingInputs"] = MEASURED
