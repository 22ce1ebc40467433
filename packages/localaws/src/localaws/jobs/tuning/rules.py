"""What a CreateHyperParameterTuningJob request must keep beyond the service model. Pure.

What one of its training jobs must keep, creating that job says. BM is botocore's service model, DG the developer
guide's pages on automatic model tuning.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.jobs.members import check_present
from localaws.jobs.tuning.plan import TuningPlan
from localaws.jobs.tuning.ranges import Categorical, combinations
from localaws.sagemaker.errors import ApiError, validation

_MOST_RANGES = 30
_MOST_HYPERPARAMETERS = 100
_MOST_AT_ONCE = 100
_MOST_JOBS = {"Random": 10_000}
_MOST_JOBS_OF_OTHERS = 750
_MOST_RESOURCE = 20_000
_CONFIG = "hyperParameterTuningJobConfig"


def check(request: Mapping[str, Any]) -> None:
    """See that a request says one thing, and all that is needed, before a plan is made of it.

    Raises:
        ApiError: it does not.
    """
    config = request["HyperParameterTuningJobConfig"]
    one, several = request.get("TrainingJobDefinition"), request.get("TrainingJobDefinitions")
    if (one is None) == (several is None):
        raise validation(
            "A hyperparameter tuning job needs either TrainingJobDefinition or TrainingJobDefinitions, "
            f"and the request has {'neither' if one is None else 'both'}."
        )
    if several is not None:
        _check_several(request, several)
    elif one is not None:
        _check_one(config, one)
    for each in several or [one]:
        _check_resources(each)
        if "Autotune" not in request:
            _check_no_examples(_ranges(config, each))
    _check_strategy(config)
    if config["Strategy"] != "Grid" and "Autotune" not in request:
        check_present(
            config["ResourceLimits"], "MaxNumberOfTrainingJobs", f"{_CONFIG}.resourceLimits"
        )


def _check_one(config: Mapping[str, Any], one: Mapping[str, Any]) -> None:
    if "TuningObjective" not in one:
        check_present(config, "HyperParameterTuningJobObjective", _CONFIG)
    for member, within in (
        ("HyperParameterTuningJobObjective", "TuningObjective"),
        ("ParameterRanges", "HyperParameterRanges"),
    ):
        if member in config and within in one:
            raise validation(
                f"{member} of the tuning job and {within} of its definition say the same thing: give "
                "one of them."
            )


def _check_several(request: Mapping[str, Any], several: list[Mapping[str, Any]]) -> None:
    config = request["HyperParameterTuningJobConfig"]
    for member, within in (
        ("HyperParameterTuningJobObjective", "TuningObjective"),
        ("ParameterRanges", "HyperParameterRanges"),
    ):
        if member in config:
            raise validation(
                f"{member} is for a tuning job with one TrainingJobDefinition: of several, each has its "
                f"own {within}."
            )
    for each in several:
        for member in ("DefinitionName", "TuningObjective", "HyperParameterRanges"):
            check_present(each, member, "trainingJobDefinitions")
    names = [each["DefinitionName"] for each in several]
    if len(set(names)) < len(names):
        raise validation(
            f"The names of training job definitions must be unique, and are {', '.join(names)}."
        )
    if len({each["TuningObjective"]["Type"] for each in several}) > 1:
        raise validation(
            "The objectives of all training job definitions must have the same Type, as the best "
            "training job is found among all of them."
        )
    if "WarmStartConfig" in request:
        raise validation("Warm start is for a tuning job with one training job definition.")
    if config.get("TrainingJobEarlyStoppingType") == "Auto":
        raise validation("Early stopping is for a tuning job with one training job definition.")


def _ranges(config: Mapping[str, Any], definition: Mapping[str, Any]) -> Mapping[str, Any]:
    found: Mapping[str, Any] = config.get("ParameterRanges") or definition.get(
        "HyperParameterRanges", {}
    )
    return found


def _check_no_examples(ranges: Mapping[str, Any]) -> None:
    if ranges.get("AutoParameters"):
        raise validation(
            "AutoParameters are for Autotune: set its Mode to Enabled, or give ranges."
        )


def _check_resources(definition: Mapping[str, Any]) -> None:
    flexible = definition.get("HyperParameterTuningResourceConfig")
    if (flexible is None) == ("ResourceConfig" not in definition):
        raise validation(
            "A training job definition needs either ResourceConfig or "
            "HyperParameterTuningResourceConfig, and has "
            f"{'neither' if flexible is None else 'both'}."
        )
    if flexible is None or not flexible.get("InstanceConfigs"):
        return
    for member in ("InstanceType", "InstanceCount", "VolumeSizeInGB"):
        if member in flexible:
            raise validation(f"Give {member} in InstanceConfigs or beside it, not in both.")


def _check_strategy(config: Mapping[str, Any]) -> None:
    strategy = config["Strategy"]
    if strategy != "Hyperband":
        if "StrategyConfig" in config:
            raise validation(
                f"StrategyConfig is for the strategy Hyperband, and the strategy is {strategy}."
            )
        return
    if config.get("TrainingJobEarlyStoppingType", "Off") != "Off":
        raise validation(
            "TrainingJobEarlyStoppingType must be Off with the strategy Hyperband, which stops "
            "training jobs early itself."
        )


def check_plan(plan: TuningPlan, request: Mapping[str, Any]) -> None:
    """See that what was planned is within the limits.

    Raises:
        ApiError: it is not.
    """
    for each in plan.definitions:
        tuned = [one.name for one in each.ranges]
        of_which = f" of definition '{each.name}'" if each.name else ""
        if not tuned:
            raise validation(f"There is no hyperparameter range{of_which}: at least one is needed.")
        if len(tuned) > _MOST_RANGES:
            raise validation(
                f"At most {_MOST_RANGES} hyperparameters can be tuned, and {len(tuned)} have a "
                f"range{of_which}."
            )
        twice = [name for name in tuned if name in each.static]
        if twice:
            raise validation(
                f"Hyperparameter '{twice[0]}'{of_which} is static and has a range: it can only be one "
                "of both."
            )
        total = len(tuned) + len(each.static) + 1  # SageMaker adds one: DG, define-ranges
        if total > _MOST_HYPERPARAMETERS:
            raise validation(
                f"A training job has at most {_MOST_HYPERPARAMETERS} hyperparameters, and would have "
                f"{total}, the one that SageMaker adds among them."
            )
    _check_grid(plan, request)
    if "Autotune" not in request:
        _check_enough(plan)
    _check_hyperband(plan)
    _check_limit("Maximum number of training jobs", plan.training_jobs, most(plan))
    _check_limit("Maximum number of parallel training jobs", plan.at_once, _MOST_AT_ONCE)


def most(plan: TuningPlan) -> int:
    """How many training jobs a tuning job with that strategy may have."""
    return _MOST_JOBS.get(plan.strategy, _MOST_JOBS_OF_OTHERS)


def _check_enough(plan: TuningPlan) -> None:
    """In AWS's words: aws/amazon-sagemaker-operator-for-k8s#123."""
    found = [combinations(each.ranges) for each in plan.definitions]
    if None in found or sum(each or 0 for each in found) >= plan.training_jobs:
        return
    shown = ", ".join(f"{each}.0" for each in found)
    raise validation(
        "You don't have enough combinations of hyperparameter ranges. The total number of hyperparameter "
        f"combinations for the provided ranges [{shown}] must be equal or greater than the value of "
        f"MaxNumberOfJobs, [{plan.training_jobs}]. Provide additional ranges."
    )


def _check_grid(plan: TuningPlan, request: Mapping[str, Any]) -> None:
    if plan.strategy != "Grid":
        return
    for definition in plan.definitions:
        for each in definition.ranges:
            if not isinstance(each, Categorical):
                raise validation(
                    "The strategy Grid supports only categorical ranges, and the range of "
                    f"'{each.name}' is {each.type}."
                )
    limits = request["HyperParameterTuningJobConfig"]["ResourceLimits"]
    given = limits.get("MaxNumberOfTrainingJobs", plan.training_jobs)
    if given != plan.training_jobs:
        raise validation(
            f"The grid has {plan.training_jobs} combinations, and MaxNumberOfTrainingJobs is {given}: "
            "leave it out, or make it the same."
        )


def _check_hyperband(plan: TuningPlan) -> None:
    if plan.strategy != "Hyperband":
        return
    if plan.resources is None:
        raise validation(
            "The strategy Hyperband needs MaxResource in its HyperbandStrategyConfig, or one of the "
            "static hyperparameters epochs, numepochs, n-epochs, n_epochs or num_epochs."
        )
    least, most = plan.resources.least, plan.resources.most
    if not least <= most <= _MOST_RESOURCE:
        raise validation(
            f"MaxResource must be at least MinResource and at most {_MOST_RESOURCE}, and they are "
            f"{most} and {least}."
        )


def _check_limit(name: str, asked: int, most: int) -> None:
    if asked > most:
        raise ApiError(
            "ResourceLimitExceeded",
            f"The account-level service limit '{name} per hyperparameter tuning job' is {most} Training "
            f"Jobs, with current utilization of 0 Training Jobs and a request delta of {asked} Training "
            "Jobs. Please use AWS Service Quotas to request an increase for this quota. If AWS Service "
            "Quotas is not available, contact AWS support to request an increase for this quota.",
        )
