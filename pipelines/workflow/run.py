"""What the states of one run share: its names, its tags, and how a task of it is guarded."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.deployment_inputs import DeploymentInputs
from pipelines.sdk import jsonata
from pipelines.sdk.states import catch_all
from pipelines.sdk.values import Value, text
from pipelines.workflow import retries
from pipelines.workflow.naming import LONGEST_PART

TO_START_AND_STOP = 3600
"""Seconds that a job may take beyond its own limit: to get machines, load, upload and stop."""

RUN = Value("$.names.run")


def job_name(part: str = "") -> Value:
    """The name of a run's job; `part` tells jobs of one kind apart, such as "eval".

    A retried state must send a new name, and so must one that is redriven: SageMaker has a job's name only
    once (SDK issue #140). Raises ValueError for a part that the run's name leaves no room for.
    """
    if len(part) > LONGEST_PART:
        raise ValueError(
            f"A part of a job's name has at most {LONGEST_PART} letters; got {part!r}."
        )
    name = f"{{}}-{part}-{{}}-{{}}" if part else "{}-{}-{}"
    return text(name, "$.names.run", "$$.Execution.RedriveCount", "$$.State.RetryCount")


def tags(pipeline: Pipeline, inputs: DeploymentInputs) -> dict[str, Any]:
    """What every resource that an execution makes is marked with."""
    return {
        **inputs.tags,
        "stepline:pipeline": pipeline.name,
        "stepline:stage": inputs.stage,
        "stepline:execution": Value("$.names.execution"),
        "stepline:run": RUN,
    }


def tag_list(pipeline: Pipeline, inputs: DeploymentInputs) -> str:
    """The same as JSONata, in the form that APIs want them."""
    both = (
        (key, f"$states.input{value.to_jsonpath().removeprefix('$')}")
        if isinstance(value, Value)
        else (key, jsonata.literal(value))
        for key, value in tags(pipeline, inputs).items()
    )
    pairs = (jsonata.mapping({"Key": jsonata.literal(key), "Value": code}) for key, code in both)
    return f"[{', '.join(pairs)}]"


def guard_job(step: Any) -> None:
    """Retry the step where that may help. Its own error is caught nowhere: a Fail state would be all that a
    redrive could do again, and the job has to be."""
    step.add_retry(retries.of_a_creation())


def guard(step: Any, failed: Any) -> None:
    """Retry the step where that may help, and go to `failed` where it did not."""
    step.add_retry(retries.of_a_creation())
    catch_all(step, failed)
