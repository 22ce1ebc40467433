"""The steps that run a job, with what the SDK drops between the job's description and its request."""

from types import MappingProxyType
from typing import Any

from pipelines.steps import sdk
from pipelines.steps.states import MoreFields


class ProcessingStep(MoreFields, sdk.ProcessingStep):  # type: ignore[misc]  # the SDK has no types
    """A processing job whose result is its name.

    The SDK knows no ResultSelector (SDK issue #95); the whole description of the job would ride
    through every later state.
    """

    more = MappingProxyType({"ResultSelector": {"ProcessingJobName.$": "$.ProcessingJobName"}})


class TrainingStep(sdk.TrainingStep):  # type: ignore[misc]
    """A training job with the environment and the checkpoints of its estimator.

    The SDK leaves both out of the request (SDK issues #138 and #86). It does so too with network
    isolation, encryption between containers and the retry strategy, which our pipelines do not set.
    """

    def __init__(
        self, name: str, estimator: Any, checkpoints: Any = None, **arguments: Any
    ) -> None:
        dropped: dict[str, Any] = dict(arguments.pop("parameters", {}))
        if estimator.environment:
            dropped["Environment"] = dict(estimator.environment)
        if checkpoints is not None:
            dropped["CheckpointConfig"] = {
                "S3Uri": checkpoints,
                "LocalPath": "/opt/ml/checkpoints",
            }
        super().__init__(name, estimator=estimator, parameters=dropped, **arguments)
