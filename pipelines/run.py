"""What the states of one run share: its name, its tags, and how a task of it is guarded."""

from typing import Any

from pipelines.definition import Pipeline
from pipelines.place import Place
from pipelines.steps import retries
from pipelines.steps.states import catch_all
from pipelines.steps.values import Value, text

TO_START_AND_STOP = 3600
"""Seconds that a job may take beyond its own limit: to get machines, load, upload and stop."""

RUN = Value("$.names.run")
# A retried state must send a new name: SageMaker has a job's name only once (SDK issue #140).
TRAINING_JOB = text("{}-{}", "$.names.run", "$$.State.RetryCount")
PREPROCESSING_JOB = text("{}-prep-{}", "$.names.run", "$$.State.RetryCount")
EVALUATION_JOB = text("{}-eval-{}", "$.names.run", "$$.State.RetryCount")


def tags(pipeline: Pipeline, place: Place) -> dict[str, Any]:
    """What every resource that an execution makes is marked with."""
    return {
        **place.tags,
        "stepline:pipeline": pipeline.name,
        "stepline:stage": place.stage,
        "stepline:execution": Value("$.names.execution"),
        "stepline:run": RUN,
    }


def guarded(step: Any, failed: Any) -> Any:
    """The step, retried where that may help, and leading to `failed` where it did not."""
    step.add_retry(retries.of_a_creation())
    catch_all(step, failed)
    return step
