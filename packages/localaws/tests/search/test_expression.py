"""Conditions joined, nested and counted."""

from __future__ import annotations

from typing import Any

import pytest

from .conftest import Bench

Expression = dict[str, Any]


def channel(name: str, uri: str) -> dict[str, Any]:
    return {"ChannelName": name, "DataSource": {"S3DataSource": {"S3Uri": uri}}}


@pytest.fixture
def jobs(bench: Bench) -> Bench:
    crossed = [channel("train", "s3://b/dogs"), channel("test", "s3://b/cats")]
    bench.job("straight", InputDataConfig=[channel("train", "s3://b/cats")])
    bench.job("crossed", InputDataConfig=crossed)
    bench.job("failed", TrainingJobStatus="Failed")
    return bench


def is_named(name: str) -> Expression:
    return {"Filters": [{"Name": "TrainingJobName", "Operator": "Equals", "Value": name}]}


NESTED = {
    "NestedPropertyName": "InputDataConfig",
    "Filters": [
        {"Name": "InputDataConfig.ChannelName", "Operator": "Equals", "Value": "train"},
        {
            "Name": "InputDataConfig.DataSource.S3DataSource.S3Uri",
            "Operator": "Contains",
            "Value": "cats",
        },
    ],
}


@pytest.mark.parametrize(
    ("expression", "found"),
    [
        ({"Filters": NESTED["Filters"]}, ["crossed", "straight"]),  # each by another channel
        ({"NestedFilters": [NESTED]}, ["straight"]),  # both by one
        ({"NestedFilters": [NESTED], **is_named("crossed")}, []),
        (
            {"NestedFilters": [NESTED], **is_named("crossed"), "Operator": "Or"},
            ["crossed", "straight"],
        ),
        (
            {"SubExpressions": [is_named("failed"), is_named("crossed")], "Operator": "Or"},
            ["failed", "crossed"],
        ),
        ({"SubExpressions": [{"SubExpressions": [is_named("failed")]}]}, ["failed"]),
        ({"SubExpressions": [is_named("failed")], **is_named("crossed")}, []),
    ],
)
def test_an_expression_finds(jobs: Bench, expression: Expression, found: list[str]) -> None:
    assert jobs.found(SearchExpression=expression) == found


def test_without_an_expression_everything_is_found(jobs: Bench) -> None:
    assert jobs.found() == ["failed", "crossed", "straight"]


@pytest.mark.parametrize(
    ("expression", "says"),
    [
        ({}, "at least one of Filters, NestedFilters and SubExpressions"),
        ({"SubExpressions": [{"Operator": "Or"}]}, "at least one of Filters"),
        (
            {"Filters": [{"Name": "TrainingJobName", "Operator": "Contains", "Value": "a"}] * 2},
            "'CONTAINS' operator usage limit of 1 exceeded.",
        ),
        ({"SubExpressions": [{"NestedFilters": [NESTED]}] * 2}, "'CONTAINS' operator usage limit"),
        ({"SubExpressions": [{"Filters": is_named("a")["Filters"] * 17}] * 3}, "at most 50"),
        (
            {
                "NestedFilters": [
                    {
                        "NestedPropertyName": "InputDataConfig",
                        "Filters": [{"Name": "ChannelName", "Value": "a"}],
                    }
                ]
            },
            "must begin with InputDataConfig.",
        ),
    ],
)
def test_an_expression_that_says_nothing_is_refused(
    bench: Bench, expression: Expression, says: str
) -> None:
    assert says in bench.refusal(SearchExpression=expression)
