"""Tuning jobs, executed: their training jobs run, and what is told of them."""

from __future__ import annotations

import re

import pytest

from localaws.sagemaker.errors import ApiError

from ..conftest import REGION
from .conftest import Tunings


def test_its_training_jobs_are_real_ones(tunings: Tunings) -> None:
    tuned = tunings.tune(static={"steps": "2"}, Tags=[{"Key": "team", "Value": "blue"}])
    assert tuned["HyperParameterTuningJobStatus"] == "Completed"
    name, best = tuned["HyperParameterTuningJobName"], tuned["BestTrainingJob"]
    children = tunings.children(name)
    assert [re.sub("[0-9a-f]{8}$", "8", each["TrainingJobName"]) for each in children] == [
        f"{name}-{number:03d}-8" for number in (1, 2, 3)
    ]
    scores = [float(each["TunedHyperParameters"]["x"]) for each in children]
    assert best["FinalHyperParameterTuningJobObjectiveMetric"] == {
        "Type": "Maximize",
        "MetricName": "score",
        "Value": pytest.approx(max(scores)),
    }
    one = tunings.service.call(
        "DescribeTrainingJob", {"TrainingJobName": children[0]["TrainingJobName"]}
    )
    assert one["TuningJobArn"] == tuned["HyperParameterTuningJobArn"]
    assert one["HyperParameters"] == {
        "steps": "2",
        "_tuning_objective_metric": "score",
        "x": children[0]["TunedHyperParameters"]["x"],
    }
    assert [each["Name"] for each in one["AlgorithmSpecification"]["MetricDefinitions"]] == [
        "score",
        "ObjectiveMetric",
    ]
    assert {each["MetricName"] for each in one["FinalMetricDataList"]} == {
        "score",
        "ObjectiveMetric",
    }
    assert one["ModelArtifacts"]["S3ModelArtifacts"] == tunings.uri(
        f"models/{one['TrainingJobName']}/output/model.tar.gz"
    )
    assert f"models/{one['TrainingJobName']}/output/model.tar.gz" in tunings.keys("models")
    assert tunings.log("training", one["TrainingJobName"])[0].startswith("score=")
    tags = tunings.service.call("ListTags", {"ResourceArn": one["TrainingJobArn"]})["Tags"]
    assert tags == [{"Key": "team", "Value": "blue"}]


def test_its_counters_add_up(tunings: Tunings) -> None:
    ranges = {"CategoricalParameterRanges": [{"Name": "behave", "Values": ["fail", "silent", ""]}]}
    tuned = tunings.tune(ranges=ranges, strategy="Grid", jobs=None)
    assert tuned["HyperParameterTuningJobStatus"] == "Completed"
    assert tuned["TrainingJobStatusCounters"] == {
        "Completed": 2,
        "InProgress": 0,
        "RetryableError": 0,
        "NonRetryableError": 1,
        "Stopped": 0,
    }
    assert tuned["ObjectiveStatusCounters"] == {"Succeeded": 1, "Pending": 0, "Failed": 2}
    failed, silent, best = tunings.children(tuned["HyperParameterTuningJobName"])
    assert failed["FailureReason"] == "AlgorithmError: it was told to fail, exit code: 1"
    assert [each["ObjectiveStatus"] for each in (failed, silent, best)] == [
        *("Failed", "Failed", "Succeeded")
    ]
    assert tuned["BestTrainingJob"] == best


def test_where_none_succeeds_five_attempts_are_made(tunings: Tunings) -> None:
    tuned = tunings.tune(static={"behave": "fail"}, jobs=20)
    assert tuned["HyperParameterTuningJobStatus"] == "Failed"
    assert tuned["FailureReason"] == (
        "No training job succeeded after 5 attempts. Please take a look at the training job failures to "
        "get more details."
    )
    assert 5 <= tuned["TrainingJobStatusCounters"]["NonRetryableError"] <= 6
    assert "BestTrainingJob" not in tuned


def test_a_metric_that_never_appears_is_told(tunings: Tunings) -> None:
    tuned = tunings.tune(static={"behave": "silent"}, jobs=20, at_once=1)
    assert tuned["HyperParameterTuningJobStatus"] == "Failed"
    assert tuned["FailureReason"].startswith(
        "No objective metrics found after running 5 training jobs."
    )


def test_stopping_it_stops_its_training_jobs(tunings: Tunings) -> None:
    name = tunings.start(static={"behave": "wait"}, jobs=20)
    running = [each["TrainingJobName"] for each in tunings.children(name)]
    assert len(running) == 2
    for child in running:
        tunings.until(lambda child=child: _has_told(tunings, child), "training", child)
    tunings.service.call("StopHyperParameterTuningJob", {"HyperParameterTuningJobName": name})
    stopped = tunings.ended_tuning(name)
    assert stopped["HyperParameterTuningJobStatus"] == "Stopped"
    assert stopped["TrainingJobStatusCounters"]["Stopped"] == 2
    assert stopped["ObjectiveStatusCounters"]["Succeeded"] == 2
    assert stopped["BestTrainingJob"]["TrainingJobStatus"] == "Stopped"
    with pytest.raises(ApiError, match="the hyperparameter tuning job is in status Stopped"):
        tunings.service.call("StopHyperParameterTuningJob", {"HyperParameterTuningJobName": name})


def _has_told(tunings: Tunings, child: str) -> bool:
    try:
        return bool(tunings.log("training", child))
    except (KeyError, ValueError):
        return False


def test_it_is_over_when_its_time_is(tunings: Tunings) -> None:
    limits = {
        "MaxNumberOfTrainingJobs": 20,
        "MaxParallelTrainingJobs": 1,
        "MaxRuntimeInSeconds": 600,
    }
    name = tunings.start(static={"behave": "wait"}, config={"ResourceLimits": limits})
    [child] = tunings.children(name)
    child = child["TrainingJobName"]
    tunings.until(lambda: _has_told(tunings, child), "training", child)
    tunings.services.context.clock.move(599)
    assert tunings.described(name)["HyperParameterTuningJobStatus"] == "InProgress"
    tunings.services.context.clock.move(1)
    over = tunings.ended_tuning(name)
    assert over["HyperParameterTuningJobStatus"] == "Completed"
    assert over["TrainingJobStatusCounters"]["Stopped"] == 1
    assert over["ConsumedResources"]["RuntimeInSeconds"] >= 600


def test_it_ends_with_its_target(tunings: Tunings) -> None:
    criteria = {"TargetObjectiveMetricValue": 0.0}
    tuned = tunings.tune(jobs=20, at_once=1, config={"TuningJobCompletionCriteria": criteria})
    assert tuned["HyperParameterTuningJobStatus"] == "Completed"
    assert tuned["TrainingJobStatusCounters"]["Completed"] == 1


def test_two_runs_with_one_seed_try_the_same(tunings: Tunings) -> None:
    config = {"RandomSeed": 7}
    runs = [tunings.tune(strategy="Bayesian", jobs=8, at_once=3, config=config) for _ in range(2)]
    tried = [
        [
            each["TunedHyperParameters"]
            for each in tunings.children(run["HyperParameterTuningJobName"])
        ]
        for run in runs
    ]
    assert tried[0] == tried[1]
    assert len({each["x"] for each in tried[0]}) == 8


def test_early_stopping_gives_up_what_promises_nothing(tunings: Tunings) -> None:
    ranges = {"CategoricalParameterRanges": [{"Name": "score", "Values": ["8", "9", "7", "1"]}]}
    tuned = tunings.tune(
        ranges=ranges,
        static={"steps": "40", "pause": "0.02"},
        strategy="Grid",
        jobs=None,
        at_once=1,
        config={"TrainingJobEarlyStoppingType": "Auto"},
    )
    assert tuned["TrainingJobStatusCounters"] | {"InProgress": 0} == {
        **dict.fromkeys(("InProgress", "RetryableError", "NonRetryableError"), 0),
        "Completed": 3,
        "Stopped": 1,
    }
    last = tunings.children(tuned["HyperParameterTuningJobName"])[-1]
    assert last["ObjectiveStatus"] == "Succeeded"
    assert last["TunedHyperParameters"] == {"score": "1"}


def test_hyperband_stops_at_its_greatest_resource(tunings: Tunings) -> None:
    hyperband = {"HyperbandStrategyConfig": {"MinResource": 1, "MaxResource": 3}}
    tuned = tunings.tune(
        strategy="Hyperband",
        static={"steps": "200", "pause": "0.02"},
        jobs=2,
        config={"StrategyConfig": hyperband},
    )
    assert tuned["HyperParameterTuningJobStatus"] == "Completed"
    assert tuned["TrainingJobStatusCounters"]["Stopped"] == 2
    assert tuned["BestTrainingJob"]["ObjectiveStatus"] == "Succeeded"


def test_several_definitions_take_turns(tunings: Tunings) -> None:
    objective = {"Type": "Maximize", "MetricName": "score"}
    definitions = [
        tunings.definition(
            DefinitionName=name,
            TuningObjective=objective,
            HyperParameterRanges={"ContinuousParameterRanges": [X_FROM[name]]},
        )
        for name in ("low", "high")
    ]
    request = tunings.request(jobs=4)
    del request["TrainingJobDefinition"]
    for member in ("HyperParameterTuningJobObjective", "ParameterRanges"):
        del request["HyperParameterTuningJobConfig"][member]
    request["TrainingJobDefinitions"] = definitions
    tunings.service.call("CreateHyperParameterTuningJob", request)
    tuned = tunings.ended_tuning(request["HyperParameterTuningJobName"])
    children = tunings.children(tuned["HyperParameterTuningJobName"])
    names = [each["TrainingJobDefinitionName"] for each in children]
    assert names == ["low", "high", "low", "high"]
    assert tuned["BestTrainingJob"]["TrainingJobDefinitionName"] == "high"
    assert [each["DefinitionName"] for each in tuned["TrainingJobDefinitions"]] == ["low", "high"]


X_FROM = {
    "low": {"Name": "x", "MinValue": "0", "MaxValue": "1"},
    "high": {"Name": "x", "MinValue": "2", "MaxValue": "3"},
}


def test_a_warm_start_knows_the_best_of_all(tunings: Tunings) -> None:
    parent = tunings.tune(ranges={"ContinuousParameterRanges": [X_FROM["high"]]})
    warm = {
        "ParentHyperParameterTuningJobs": [
            {"HyperParameterTuningJobName": parent["HyperParameterTuningJobName"]}
        ],
        "WarmStartType": "IdenticalDataAndAlgorithm",
    }
    child = tunings.tune(
        ranges={"ContinuousParameterRanges": [X_FROM["low"]]},
        strategy="Bayesian",
        WarmStartConfig=warm,
    )
    overall = child["OverallBestTrainingJob"]
    assert overall["TuningJobName"] == parent["HyperParameterTuningJobName"]
    assert overall["TrainingJobName"] == parent["BestTrainingJob"]["TrainingJobName"]
    transferred = tunings.tune(WarmStartConfig=warm | {"WarmStartType": "TransferLearning"})
    assert "OverallBestTrainingJob" not in transferred


def test_lists_page_and_sort(tunings: Tunings) -> None:
    tuned = tunings.tune(jobs=4, at_once=4, static={"steps": "1"})
    name = tuned["HyperParameterTuningJobName"]
    by_value = tunings.children(name, SortBy="FinalObjectiveMetricValue", SortOrder="Descending")
    values = [each["FinalHyperParameterTuningJobObjectiveMetric"]["Value"] for each in by_value]
    assert values == sorted(values, reverse=True)
    request = {"HyperParameterTuningJobName": name, "MaxResults": 3}
    first = tunings.service.call("ListTrainingJobsForHyperParameterTuningJob", request)
    rest = tunings.service.call(
        "ListTrainingJobsForHyperParameterTuningJob", request | {"NextToken": first["NextToken"]}
    )
    assert [len(page["TrainingJobSummaries"]) for page in (first, rest)] == [3, 1]
    listed = tunings.service.call("ListHyperParameterTuningJobs", {"NameContains": name})
    [entry] = listed["HyperParameterTuningJobSummaries"]
    assert entry["Strategy"] == "Random"
    assert entry["TrainingJobStatusCounters"]["Completed"] == 4


def test_a_deleted_one_is_gone_and_its_name_is_not_free(tunings: Tunings) -> None:
    request = tunings.request(jobs=1)
    name = request["HyperParameterTuningJobName"]
    tunings.service.call("CreateHyperParameterTuningJob", request)
    tunings.ended_tuning(name)
    [child] = tunings.children(name)
    tunings.service.call("DeleteHyperParameterTuningJob", {"HyperParameterTuningJobName": name})
    with pytest.raises(ApiError, match="can't find a tuning job called"):
        tunings.described(name)
    with pytest.raises(ApiError, match="already exists"):
        tunings.service.call(
            "CreateHyperParameterTuningJob",
            tunings.request() | {"HyperParameterTuningJobName": name},
        )
    assert tunings.job("training", child["TrainingJobName"], REGION).status == "Completed"
