"""What a filter finds, by the kind of its property; and which operators a property has."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Bench

CHANNELS = [
    {"ChannelName": "train", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/cats/train"}}},
    {"ChannelName": "test", "DataSource": {"S3DataSource": {"S3Uri": "s3://b/dogs/test"}}},
]
COUNTS = {"TrainingTimeInSeconds": 90, "EnableManagedSpotTraining": True}


@pytest.fixture
def jobs(bench: Bench) -> Bench:
    bench.job(
        "cats",
        {"team": "vision", "a.b": "c"},
        HyperParameters={"learning_rate": "0.4", "optimizer": "sgd", "eval.metric": "auc"},
        FinalMetricDataList=[{"MetricName": "validation:accuracy", "Value": 0.93}],
        InputDataConfig=CHANNELS,
        **COUNTS,
    )
    bench.job("dogs", TrainingJobStatus="Failed", FailureReason="out of memory")
    return bench


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        (("TrainingJobName", "Equals", "cats"), ["cats"]),
        (("TrainingJobStatus", "NotEquals", "Completed"), ["dogs"]),
        (("TrainingJobName", "In", "cats, mice"), ["cats"]),
        (("FailureReason", "Contains", "memory"), ["dogs"]),
        (("FailureReason", "Exists"), ["dogs"]),
        (("FailureReason", "NotExists"), ["cats"]),
        (("InputDataConfig", "Exists"), ["cats"]),
        (("Tags.team", "Equals", "vision"), ["cats"]),
        (("Tags.a.b", "Equals", "c"), ["cats"]),
        (("Tags.team", "NotEquals", "vision"), ["dogs"]),
        (("Tags.none", "NotExists"), ["dogs", "cats"]),
        (("InputDataConfig.ChannelName", "Equals", "test"), ["cats"]),
        (("InputDataConfig.DataSource.S3DataSource.S3Uri", "Contains", "dogs"), ["cats"]),
        (("InputDataConfig.ChannelName", "NotEquals", "train"), ["dogs"]),
        (("TrainingTimeInSeconds", "GreaterThan", "89.5"), ["cats"]),
        (("TrainingTimeInSeconds", "Equals", "90"), ["cats"]),
        (("EnableManagedSpotTraining", "Equals", "true"), ["cats"]),
        (("Metrics.validation:accuracy", "GreaterThan", "0.9"), ["cats"]),
        (("Metrics.validation:accuracy", "LessThan", "0.9"), []),
        (("HyperParameters.learning_rate", "LessThan", "0.5"), ["cats"]),
        (("HyperParameters.learning_rate", "LessThan", "0.3"), []),
        (("HyperParameters.learning_rate", "LessThan", "1"), ["cats"]),
        (("HyperParameters.learning_rate", "GreaterThanOrEqualTo", "0"), ["cats"]),
        (("HyperParameters.learning_rate", "GreaterThan", "0"), []),  # 0.4 is taken as 0
        (("HyperParameters.learning_rate", "Equals", "0.40"), ["cats"]),
        (("HyperParameters.optimizer", "Equals", "sgd"), ["cats"]),
        (("HyperParameters.optimizer", "GreaterThan", "1"), []),
        (("HyperParameters.eval.metric", "Equals", "auc"), ["cats"]),
        (("CreationTime", "GreaterThan", "2026-03-01T12:00:00"), ["dogs"]),
        (("CreationTime", "LessThanOrEqualTo", "2026-03-01T12:00:00Z"), ["cats"]),
        (("CreationTime", "GreaterThan", "2026-03-01T14:00:00+02:00"), ["dogs"]),
    ],
)
def test_a_filter_finds(jobs: Bench, asked: tuple[str, ...], found: list[str]) -> None:
    assert jobs.found(asked) == found


def test_a_value_without_an_operator_is_held_against_equals(jobs: Bench) -> None:
    filters = [{"Name": "TrainingJobName", "Value": "cats"}]
    found = jobs.search(SearchExpression={"Filters": filters})["Results"]
    assert [each["TrainingJob"]["TrainingJobName"] for each in found] == ["cats"]


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (("Colour", "Equals", "red"), "Unknown property name: Colour. A TrainingJob has "),
        (("TrainingJobName.x", "Equals", "red"), "Unknown property name: TrainingJobName.x"),
        (("TrainingJobName", "Equals"), "needs a Value for the operator Equals"),
        (("TrainingJobName", "GreaterThan", "a"), "GreaterThan is not supported for TrainingJobN"),
        (("EnableManagedSpotTraining", "LessThan", "true"), "LessThan is not supported"),
        (("EnableManagedSpotTraining", "Equals", "maybe"), "must be true or false"),
        (("CreationTime", "Contains", "2026"), "Contains is only supported for text"),
        (("CreationTime", "LessThan", "yesterday"), "must be a time such as"),
        (("TrainingTimeInSeconds", "In", "1,2"), "In is only supported for text"),
        (("TrainingTimeInSeconds", "Equals", "many"), "must be an integer or a decimal"),
        (("TrainingTimeInSeconds", "Equals", "nan"), "must be an integer or a decimal"),
        (("HyperParameters.epochs", "LessThan", "many"), "must be a number"),
        (("InputDataConfig", "Equals", "x"), "is a structure: filter on a property in it"),
    ],
)
def test_a_filter_that_says_nothing_is_refused(
    bench: Bench, asked: tuple[str, ...], says: str
) -> None:
    assert says in bench.refusal(asked)


def test_what_is_wrong_is_told_although_nothing_is_there(bench: Bench) -> None:
    wrong: dict[str, Any] = {"NestedPropertyName": "TrainingJobName", "Filters": [{"Name": "x"}]}
    message = bench.refusal(SearchExpression={"NestedFilters": [wrong]})
    assert (
        message == "NestedPropertyName TrainingJobName is no list of structures of a TrainingJob."
    )
