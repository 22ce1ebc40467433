"""What CreateHyperParameterTuningJob refuses, in AWS's words where they are known; nothing is left of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from localaws.sagemaker.errors import ApiError

from ..conftest import new_name
from .conftest import Tunings, X

Change = Callable[[dict[str, Any]], None]
CONFIG, DEFINITION = "HyperParameterTuningJobConfig", "TrainingJobDefinition"


def refusal(tunings: Tunings, request: dict[str, Any]) -> ApiError:
    name = request["HyperParameterTuningJobName"]
    with pytest.raises(ApiError) as refused:
        tunings.service.call("CreateHyperParameterTuningJob", request)
    with pytest.raises(ApiError, match="can't find a tuning job called"):
        tunings.described(name)
    return refused.value


def config(**members: Any) -> Change:
    return lambda request: request[CONFIG].update(members)


def definition(**members: Any) -> Change:
    return lambda request: request[DEFINITION].update(members)


def without(structure: str, member: str) -> Change:
    def change(request: dict[str, Any]) -> None:
        del request[structure][member]

    return change


def ranges(**kinds: Any) -> Change:
    return config(ParameterRanges=kinds)


def limits(**members: int) -> Change:
    return config(
        ResourceLimits={"MaxNumberOfTrainingJobs": 1, "MaxParallelTrainingJobs": 1} | members
    )


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda request: request.pop(DEFINITION), "and the request has neither"),
        (lambda request: request.update(TrainingJobDefinitions=[request[DEFINITION]]), "has both"),
        (without(CONFIG, "HyperParameterTuningJobObjective"), "hyperParameterTuningJobObjective"),
        (without(CONFIG, "ParameterRanges"), "There is no hyperparameter range"),
        (ranges(ContinuousParameterRanges=[X | {"MinValue": "11"}]), "The range of 'x' is empty"),
        (
            ranges(AutoParameters=[{"Name": "x", "ValueHint": "1"}]),
            "AutoParameters are for Autotune",
        ),
        (definition(StaticHyperParameters={"x": "1"}), "'x' is static and has a range"),
        (
            definition(StaticHyperParameters={f"h{n}": "1" for n in range(99)}),
            "at most 100 hyperparameters, and would have 101",
        ),
        (without(DEFINITION, "ResourceConfig"), "has neither"),
        (
            definition(HyperParameterTuningResourceConfig={"InstanceType": "ml.m5.large"}),
            "either ResourceConfig or HyperParameterTuningResourceConfig, and has both",
        ),
        (
            config(HyperParameterTuningJobObjective={"Type": "Maximize", "MetricName": "loss"}),
            "A metric is required for this hyperparameter tuning job objective",
        ),
        (definition(RoleArn="arn:aws:iam::123456789012:role/nobody"), "role"),
        (config(ResourceLimits={"MaxParallelTrainingJobs": 1}), "maxNumberOfTrainingJobs"),
        (limits(MaxNumberOfTrainingJobs=10_001), "per hyperparameter tuning job' is 10000"),
        (limits(MaxParallelTrainingJobs=101), "'Maximum number of parallel training jobs"),
        (config(Strategy="Grid"), "only categorical ranges, and the range of 'x' is continuous"),
        (
            lambda request: request[CONFIG].update(
                Strategy="Grid",
                ParameterRanges={
                    "CategoricalParameterRanges": [{"Name": "x", "Values": ["1", "2"]}]
                },
            ),
            "The grid has 2 combinations, and MaxNumberOfTrainingJobs is 3",
        ),
        (
            ranges(IntegerParameterRanges=[X | {"MinValue": "0", "MaxValue": "1"}]),
            "the provided ranges [2.0] must be equal or greater than the value of MaxNumberOfJobs, [3]",
        ),
        (config(Strategy="Hyperband"), "needs MaxResource in its HyperbandStrategyConfig"),
        (
            config(
                Strategy="Hyperband",
                StrategyConfig={"HyperbandStrategyConfig": {"MinResource": 5, "MaxResource": 3}},
            ),
            "MaxResource must be at least MinResource",
        ),
        (
            config(Strategy="Hyperband", TrainingJobEarlyStoppingType="Auto"),
            "TrainingJobEarlyStoppingType must be Off",
        ),
        (config(StrategyConfig={}), "StrategyConfig is for the strategy Hyperband"),
        (
            definition(TuningObjective={"Type": "Maximize", "MetricName": "score"}),
            "say the same thing: give one of them",
        ),
    ],
)
def test_it_is_refused(tunings: Tunings, change: Change, says: str) -> None:
    request = tunings.request()
    change(request)
    refused = refusal(tunings, request)
    assert says in refused.message
    expected = "ResourceLimitExceeded" if "per hyperparameter" in refused.message else ""
    assert refused.code == (expected or "ValidationException")


def test_a_name_has_32_characters(tunings: Tunings) -> None:
    with pytest.raises(ApiError, match="length less than or equal to 32"):
        tunings.service.call(
            "CreateHyperParameterTuningJob",
            tunings.request(HyperParameterTuningJobName="x" * 33),
        )


def several(tunings: Tunings, *names: str, **members: Any) -> dict[str, Any]:
    """A request with several definitions."""
    request = tunings.request()
    del request[DEFINITION]
    for member in ("HyperParameterTuningJobObjective", "ParameterRanges"):
        del request[CONFIG][member]
    request["TrainingJobDefinitions"] = [
        tunings.definition(
            DefinitionName=name,
            TuningObjective={"Type": "Maximize", "MetricName": "score"},
            HyperParameterRanges={"ContinuousParameterRanges": [X]},
            **members,
        )
        for name in names
    ]
    return request


def test_several_definitions_must_fit_together(tunings: Tunings) -> None:
    request = several(tunings, "one", "one")
    assert "names of training job definitions must be unique" in refusal(tunings, request).message
    request = several(tunings, "one", "two")
    request["TrainingJobDefinitions"][1]["TuningObjective"]["Type"] = "Minimize"
    assert "must have the same Type" in refusal(tunings, request).message
    request = several(tunings, "one", "two")
    request[CONFIG]["TrainingJobEarlyStoppingType"] = "Auto"
    assert "Early stopping is for a tuning job with one" in refusal(tunings, request).message
    request = several(tunings, "one", "two")
    request[CONFIG]["ParameterRanges"] = {"ContinuousParameterRanges": [X]}
    assert "each has its own HyperParameterRanges" in refusal(tunings, request).message


def warm(name: str) -> dict[str, Any]:
    return {
        "ParentHyperParameterTuningJobs": [{"HyperParameterTuningJobName": name}],
        "WarmStartType": "IdenticalDataAndAlgorithm",
    }


def test_a_warm_start_needs_a_parent_that_is_alike_and_over(tunings: Tunings) -> None:
    refused = refusal(tunings, tunings.request(WarmStartConfig=warm(new_name())))
    assert refused.code == "ResourceNotFound"
    running = tunings.start(jobs=1, static={"behave": "wait"})
    request = tunings.request(WarmStartConfig=warm(running))
    assert "is in status InProgress: it must have ended" in refusal(tunings, request).message
    tunings.service.call("StopHyperParameterTuningJob", {"HyperParameterTuningJobName": running})
    tunings.ended_tuning(running)
    request = tunings.request(WarmStartConfig=warm(running))
    assert "must remain that of the parent" in refusal(tunings, request).message
