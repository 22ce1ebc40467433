"""What a tuning job comes to, decided once from its request: its definitions, its limits, its seed. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from localaws.jobs.tuning import auto_ranges, grid, ranges
from localaws.jobs.tuning.completion import Criteria
from localaws.jobs.tuning.definition import Definition, Objective
from localaws.jobs.tuning.ranges import Categorical, Range

Strategy = Literal["Bayesian", "Random", "Grid", "Hyperband"]
BY_AUTOTUNE = 20  # training jobs, where Autotune is to say how many


@dataclass(frozen=True)
class Resources:
    """How much Hyperband gives a training job: values of its objective, which are epochs."""

    least: int
    most: int


@dataclass(frozen=True)
class TuningPlan:
    """All that conducting one tuning job needs to know.

    Attributes:
        training_jobs: how many at most.
        at_once: how many of them at the same time at most.
        seconds: how long it may take; None where there is no limit.
        seed: of every random choice.
        is_seeded: the seed is the user's: two runs are to be alike.
    """

    strategy: Strategy
    definitions: tuple[Definition, ...]
    training_jobs: int
    at_once: int
    seed: int
    is_seeded: bool = False
    seconds: int | None = None
    stops_early: bool = False
    criteria: Criteria = field(default_factory=Criteria)
    resources: Resources | None = None

    @property
    def objective(self) -> Objective:
        """By which all are compared: the metrics of several definitions may differ, their types not."""
        return self.definitions[0].objective

    def definition_of(self, number: int) -> int:
        """The index of the definition of a training job: each takes its turn, or all of its grid."""
        if self.strategy != "Grid":
            return (number - 1) % len(self.definitions)
        return self.in_grid(number)[0]

    def in_grid(self, number: int) -> tuple[int, int]:
        """Of a training job of a grid search, the definition's index and the number in its grid."""
        left = number - 1
        for index, each in enumerate(self.definitions):
            size = grid.size(categories(each.ranges))
            if left < size:
                return index, left
            left -= size
        raise ValueError(f"there is no training job {number}")


def planned(request: Mapping[str, Any], seed: int) -> TuningPlan:
    """The plan of a request that ``rules`` have checked but for its ranges.

    Args:
        seed: where the request has none.

    Raises:
        BadRange: a range is none.
    """
    config = request["HyperParameterTuningJobConfig"]
    limits, asked = config["ResourceLimits"], config.get("TuningJobCompletionCriteria", {})
    autotune = "Autotune" in request
    found = _definitions(request, autotune)
    strategy: Strategy = config["Strategy"]
    jobs = limits.get("MaxNumberOfTrainingJobs", BY_AUTOTUNE)
    if strategy == "Grid":
        jobs = sum(grid.size(categories(each.ranges)) for each in found)
    converges = asked.get("ConvergenceDetected", {}).get("CompleteOnConvergence")
    improving = asked.get("BestObjectiveNotImproving", {})
    return TuningPlan(
        strategy=strategy,
        definitions=tuple(found),
        training_jobs=jobs,
        at_once=limits["MaxParallelTrainingJobs"],
        seed=config.get("RandomSeed", seed),
        is_seeded="RandomSeed" in config,
        seconds=limits.get("MaxRuntimeInSeconds"),
        stops_early=config.get("TrainingJobEarlyStoppingType", "Off") == "Auto",
        criteria=Criteria(
            target=asked.get("TargetObjectiveMetricValue"),
            not_improving=improving.get("MaxNumberOfTrainingJobsNotImproving"),
            on_convergence=autotune if converges is None else converges == "Enabled",
        ),
        resources=_resources(config, found) if strategy == "Hyperband" else None,
    )


def categories(found: Sequence[Range]) -> list[Categorical]:
    """The ranges of a grid search."""
    return [each for each in found if isinstance(each, Categorical)]


def _definitions(request: Mapping[str, Any], autotune: bool) -> list[Definition]:
    config = request["HyperParameterTuningJobConfig"]
    if "TrainingJobDefinition" in request:
        one = request["TrainingJobDefinition"]
        objective = config.get("HyperParameterTuningJobObjective") or one["TuningObjective"]
        within = config.get("ParameterRanges") or one.get("HyperParameterRanges", {})
        return [_definition(one, objective, within, autotune)]
    return [
        _definition(one, one["TuningObjective"], one["HyperParameterRanges"], autotune)
        for one in request["TrainingJobDefinitions"]
    ]


def _definition(
    request: Mapping[str, Any],
    objective: Mapping[str, str],
    within: Mapping[str, Any],
    autotune: bool,
) -> Definition:
    examples = within.get("AutoParameters", []) if autotune else []
    chosen = {
        each["Name"]: auto_ranges.range_of(each["Name"], each["ValueHint"]) for each in examples
    }
    found = (*ranges.parse(within), *(each for each in chosen.values() if each is not None))
    ranges.check_names([each.name for each in found])
    as_they_are = {each["Name"]: each["ValueHint"] for each in examples if not chosen[each["Name"]]}
    return Definition(
        request=request,
        objective=Objective(objective["MetricName"], objective["Type"] == "Maximize"),
        ranges=found,
        static={**request.get("StaticHyperParameters", {}), **as_they_are},
    )


_EPOCHS = ("epochs", "numepochs", "n-epochs", "n_epochs", "num_epochs")


def _resources(config: Mapping[str, Any], found: Sequence[Definition]) -> Resources | None:
    """Hyperband's resources; None where the most of them is neither given nor a static hyperparameter."""
    asked = config.get("StrategyConfig", {}).get("HyperbandStrategyConfig", {})
    most = asked.get("MaxResource")
    if most is None:
        given = [each.static[name] for each in found for name in _EPOCHS if name in each.static]
        whole = [int(text) for text in (each.strip('"') for each in given) if text.isdecimal()]
        most = whole[0] if whole else None
    return None if most is None else Resources(asked.get("MinResource", 1), most)
