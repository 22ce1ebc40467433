"""A transform job: what the model says of a whole corpus, or of an output of the processing, without an endpoint."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jobs, upstream
from pipelines.sdk.session import OfflineSession
from pipelines.sdk.values import Value, text
from pipelines.workflow import protection
from pipelines.workflow.execution_input import transformation_of
from pipelines.workflow.processing import TRANSFORMED
from pipelines.workflow.run import RUN, TO_START_AND_STOP, guard_job, job_name, tags


class TransformStep(jobs.TransformStep):
    """Asks the run's model about each record of the corpus, or of the processing output that it reads.

    A transform job has no limit of its own: it is stopped when the state is given up.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: DeploymentInputs,
        *,
        name: str = "Transform",
        model: Value = RUN,
        data: Value | None = None,
        folder: str = TRANSFORMED,
        job: Value | None = None,
        result_path: str = "$.transform",
        comment: str | None = None,
    ) -> None:
        """`model` is asked about `data`, and what it says goes to the run's `folder`."""
        transformation = transformation_of(pipeline)
        limit = transformation.max_runtime_seconds
        reads = transformation.reads
        asked = text("{}/" + reads + "/", "$.where.processed") if reads else None
        super().__init__(
            name,
            transformer=upstream.Transformer(
                model_name=model,
                instance_count=Value("$.config.transform.instance_count"),
                instance_type=Value("$.config.transform.instance_type"),
                output_path=text("{}/" + folder, "$.where.run"),
                assemble_with="Line",
                accept=transformation.accept,
                sagemaker_session=OfflineSession(inputs.region),
            ),
            job_name=job or job_name(),
            model_name=model,
            data=data or asked or Value("$.config.transform.data"),
            content_type=transformation.content_type,
            split_type=transformation.split_type,
            tags=tags(pipeline, inputs),
            parameters=protection.of_transform(inputs),
            result_path=result_path,
            comment=comment or f"Ask the new model about the {reads or 'corpus'}.",
            timeout_seconds=limit + TO_START_AND_STOP,
        )
        guard_job(self)
