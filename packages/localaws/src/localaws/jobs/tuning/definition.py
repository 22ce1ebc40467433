"""What the training jobs of one definition have in common, and the request of one of them. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from localaws.jobs.tuning.ranges import Ranges

OBJECTIVE_METRIC = (
    "ObjectiveMetric"  # the name under which SageMaker adds the objective's metric definition
)
OBJECTIVE_HYPERPARAMETER = "_tuning_objective_metric"
_ECHOED = (
    "RoleArn",
    "InputDataConfig",
    "OutputDataConfig",
    "VpcConfig",
    "StoppingCondition",
    "EnableNetworkIsolation",
    "EnableInterContainerTrafficEncryption",
    "EnableManagedSpotTraining",
    "RetryStrategy",
    "Environment",
)


@dataclass(frozen=True)
class Objective:
    """The metric by which training jobs are compared."""

    metric: str
    maximize: bool

    @property
    def type(self) -> str:
        return "Maximize" if self.maximize else "Minimize"

    def is_better(self, value: float, than: float) -> bool:
        return value > than if self.maximize else value < than


@dataclass(frozen=True)
class Definition:
    """One of a tuning job's definitions.

    Attributes:
        request: as it came, or ``completed``.
        static: the hyperparameters that all its training jobs share.
    """

    request: Mapping[str, Any]
    objective: Objective
    ranges: Ranges
    static: Mapping[str, str]

    @property
    def name(self) -> str | None:
        return self.request.get("DefinitionName")

    def training_request(self, name: str, tuned: Mapping[str, str]) -> dict[str, Any]:
        """The CreateTrainingJob request for some values."""
        request, algorithm = self.request, self.request["AlgorithmSpecification"]
        training = {member: request[member] for member in _ECHOED if member in request}
        training |= {
            "TrainingJobName": name,
            "HyperParameters": {
                **self.static,
                OBJECTIVE_HYPERPARAMETER: self.objective.metric,
                **tuned,
            },
            "AlgorithmSpecification": dict(algorithm),
        }
        if (resources := _resources(request)) is not None:
            training["ResourceConfig"] = resources
        if "CheckpointConfig" in request:
            checkpoint = request["CheckpointConfig"]
            folder = (
                f"{checkpoint['S3Uri'].rstrip('/')}/{name}"  # none resumes what another has left
            )
            training["CheckpointConfig"] = checkpoint | {"S3Uri": folder}
        return training

    def shown(self, metrics: Sequence[Mapping[str, str]]) -> dict[str, Any]:
        """The definition as Describe shows it: with what SageMaker adds.

        Its training jobs' ResourceConfig too: the SDK sends the other one, and ``attach`` reads this.

        Args:
            metrics: all definitions of metrics of its training jobs.
        """
        flags = (
            "EnableNetworkIsolation",
            "EnableInterContainerTrafficEncryption",
            "EnableManagedSpotTraining",
        )
        static = {**self.static, OBJECTIVE_HYPERPARAMETER: self.objective.metric}
        algorithm = {**self.request["AlgorithmSpecification"], "MetricDefinitions": list(metrics)}
        return {
            **dict.fromkeys(flags, False),
            **self.request,
            "ResourceConfig": _resources(self.request),
            "StaticHyperParameters": static,
            "AlgorithmSpecification": algorithm,
        }


def _resources(request: Mapping[str, Any]) -> dict[str, Any] | None:
    """A training job's ResourceConfig: of several instance configurations, the one that comes first."""
    flexible = request.get("HyperParameterTuningResourceConfig")
    if flexible is None:
        return request.get("ResourceConfig")
    first = (flexible.get("InstanceConfigs") or [{}])[0]
    resources = {**flexible, **first}
    return {
        member: value
        for member, value in resources.items()
        if member not in ("AllocationStrategy", "InstanceConfigs")
    }


def with_objective(
    metrics: Sequence[Mapping[str, str]], objective: Objective
) -> list[Mapping[str, str]] | None:
    """The definitions of metrics with that of the objective behind them; None where none of them is it."""
    for each in metrics:
        if each["Name"] == objective.metric:
            return [*metrics, {"Name": OBJECTIVE_METRIC, "Regex": each["Regex"]}]
    return None
