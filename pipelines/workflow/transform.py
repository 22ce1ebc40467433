"""A transform job: what the model says of a whole corpus, without an endpoint."""

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jobs, upstream
from pipelines.sdk.session import OfflineSession
from pipelines.sdk.states import Fail
from pipelines.sdk.values import Value, text
from pipelines.workflow import failures
from pipelines.workflow.execution_input import transformation_of
from pipelines.workflow.processing import TRANSFORMED
from pipelines.workflow.run import RUN, TO_START_AND_STOP, guard, job_name, tags


class TransformStep(jobs.TransformStep):
    """Asks the run's model about each record of `data`, on the machines that serve it or would have served it.

    There are fewer types of them: the pipeline's `serving` says that its machines are for "transform", or for
    "both" where an endpoint follows, and names a type that transform jobs take, which the default is not. `machines`
    names another section of the execution's input that says which they are.

    A transform job has no limit of its own: it is stopped when the state is given up.
    """

    def __init__(
        self,
        pipeline: Pipeline,
        inputs: DeploymentInputs,
        data: Value,
        content_type: str,
        split_type: str = "Line",
        accept: str | None = None,
        limit_seconds: int = 4 * 3600,
        machines: str = "endpoint",
    ) -> None:
        super().__init__(
            "Transform",
            transformer=upstream.Transformer(
                model_name=RUN,
                instance_count=Value(f"$.config.{machines}.instance_count"),
                instance_type=Value(f"$.config.{machines}.instance_type"),
                output_path=text("{}/" + TRANSFORMED, "$.where.run"),
                assemble_with="Line",
                accept=accept,
                sagemaker_session=OfflineSession(inputs.region),
            ),
            job_name=job_name(),
            model_name=RUN,
            data=data,
            content_type=content_type,
            split_type=split_type,
            tags=tags(pipeline, inputs),
            result_path="$.transform",
            comment="Ask the new model about the data.",
            timeout_seconds=limit_seconds + TO_START_AND_STOP,
        )
        cause = failures.of_job("Transform", "/aws/sagemaker/TransformJobs", limit_seconds)
        guard(self, Fail("Transform failed", "TransformFailed", cause))


class CorpusStep(TransformStep):
    """Asks the run's model about the corpus that the execution names, on machines of its own."""

    def __init__(self, pipeline: Pipeline, inputs: DeploymentInputs) -> None:
        transformation = transformation_of(pipeline)
        super().__init__(
            pipeline,
            inputs,
            Value("$.config.transform.data"),
            transformation.content_type,
            limit_seconds=transformation.max_runtime_seconds,
            machines="transform",
        )
