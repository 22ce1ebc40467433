"""The steps that run a job, with what the SDK drops between the job's description and its request."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pipelines.sdk import upstream
from pipelines.sdk.states import MoreFields


class ProcessingStep(MoreFields, upstream.ProcessingStep):  # type: ignore[misc]  # the SDK has no types
    """A processing job whose result is its name.

    The SDK knows no ResultSelector (SDK issue #95); the whole description of the job would ride
    through every later state.
    """

    more = MappingProxyType({"ResultSelector": {"ProcessingJobName.$": "$.ProcessingJobName"}})

    def __init__(
        self, name: str, *, timeout_seconds: int, parameters: Any = None, **arguments: Any
    ) -> None:
        # The SDK writes fields in the order in which it gets them: named here, they come first.
        super().__init__(
            name, timeout_seconds=timeout_seconds, parameters=dict(parameters or {}), **arguments
        )


class Estimator(upstream.Estimator):  # type: ignore[misc]
    """An estimator whose machines and output path are the execution's to say.

    The SDK wants strings when it is made, and looks inside them.
    """

    def __init__(
        self, *, instance_type: Any, instance_count: Any, output_path: Any, **arguments: Any
    ) -> None:
        super().__init__(**arguments)
        self.instance_type = instance_type
        self.instance_count = instance_count
        self.output_path = output_path


class TrainingStep(upstream.TrainingStep):  # type: ignore[misc]
    """A training job with the environment of its estimator.

    The SDK leaves it out of the request (SDK issue #138). It does so too with checkpoints (#86), network
    isolation, encryption between containers and the retry strategy: what of them is wanted, `parameters` has.
    """

    def __init__(self, name: str, estimator: Any, **arguments: Any) -> None:
        dropped: dict[str, Any] = dict(arguments.pop("parameters", {}))
        if estimator.environment:
            dropped["Environment"] = dict(estimator.environment)
        super().__init__(name, estimator=estimator, parameters=dropped, **arguments)


class TuningStep(upstream.TuningStep):  # type: ignore[misc]
    """A tuning job whose hyperparameters that are not tuned may be known to the execution only.

    The SDK makes a name of its own and writes the estimator's hyperparameters, as text (SDK issue #79). It
    leaves the tuner's seed and limit of time out of the request, which are given here, as is what it leaves
    out of the training's (`training`).
    """

    def __init__(
        self,
        name: str,
        tuner: Any,
        static_hyperparameters: Any,
        seed: int | None,
        max_runtime_seconds: int,
        training: Mapping[str, Any] = MappingProxyType({}),
        **arguments: Any,
    ) -> None:
        definition: dict[str, Any] = {
            "StaticHyperParameters": static_hyperparameters,
            **training,
        }
        if tuner.estimator.environment:
            definition["Environment"] = dict(tuner.estimator.environment)
        config: dict[str, Any] = {"ResourceLimits": {"MaxRuntimeInSeconds": max_runtime_seconds}}
        if seed is not None:
            config["RandomSeed"] = seed
        parameters = {
            "HyperParameterTuningJobConfig": config,
            "TrainingJobDefinition": definition,
        }
        super().__init__(name, tuner=tuner, parameters=parameters, **arguments)


class TransformStep(MoreFields, upstream.TransformStep):  # type: ignore[misc]
    """A transform job whose result is its name (SDK issue #95)."""

    more = MappingProxyType({"ResultSelector": {"TransformJobName.$": "$.TransformJobName"}})
