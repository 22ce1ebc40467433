from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.metrics.put_metric_data import published
from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import MetricName, Sample

NOW = datetime(2024, 3, 16, 12, 0, 30, tzinfo=UTC).timestamp()
MINUTE = NOW - 30
SUMMARY = {"SampleCount": 4, "Sum": 20, "Minimum": 1, "Maximum": 9}


def samples(*data: dict[str, Any], namespace: str = "Lab") -> list[Sample]:
    named = [{"MetricName": "Errors", **datum} for datum in data]
    return [each for _, each in published({"Namespace": namespace, "MetricData": named}, NOW)]


def test_a_value_is_of_its_minute() -> None:
    assert samples({"Value": 3, "Unit": "Count"}) == [Sample.of(MINUTE, 3.0, "Count")]
    assert samples({"Value": 3, "Timestamp": NOW - 3600})[0].moment == MINUTE - 3600


def test_high_resolution_is_of_its_second() -> None:
    assert samples({"Value": 3, "StorageResolution": 1})[0].moment == NOW


def test_values_have_counts() -> None:
    found = samples({"Values": [1.5, 2], "Counts": [10, 1]})
    assert [(each.count, each.sum, each.least) for each in found] == [(10, 15, 1.5), (1, 2, 2)]


def test_a_summary() -> None:
    assert samples({"StatisticValues": SUMMARY}) == [Sample(MINUTE, 4, 20, 1, 9, "None")]


def test_the_dimensions_make_the_metric() -> None:
    datum = {"MetricName": "m", "Value": 1, "Dimensions": [{"Name": "a", "Value": "b"}]}
    ((name, _),) = published({"Namespace": "Lab", "MetricData": [datum]}, NOW)
    assert name == MetricName("Lab", "m", frozenset({("a", "b")}))


@pytest.mark.parametrize(
    ("datum", "said"),
    [
        ({}, "MissingParameter: The parameter MetricData.member.1.Value is required"),
        ({"Value": "NaN"}, "The value NaN for parameter MetricData.member.1.Value is invalid"),
        ({"Value": float("inf")}, "InvalidParameterValue"),
        ({"Value": 1e200}, "is invalid"),
        ({"Value": 1, "StatisticValues": SUMMARY}, "InvalidParameterCombination.*exclusive"),
        ({"Values": [1], "Counts": [1, 2]}, "must be of the same size"),
        ({"Values": [1], "Counts": [-1]}, "is invalid"),
        ({"Values": [1.0] * 151}, "size greater than 150"),
        ({"StatisticValues": SUMMARY | {"SampleCount": 0}}, "is invalid"),
        ({"Value": 1, "StorageResolution": 7}, "must be 1 or 60"),
        ({"Value": 1, "Timestamp": NOW - 15 * 86400}, "two weeks in the past"),
        ({"Value": 1, "Timestamp": NOW + 3 * 3600}, "two hours in the future"),
    ],
)
def test_what_is_no_datum(datum: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        samples(datum)


def test_a_namespace_of_aws_is_not_ones_own() -> None:
    with pytest.raises(Refusal, match="The value AWS/ for parameter Namespace is invalid"):
        samples({"Value": 1}, namespace="AWS/Lab")


def test_how_many() -> None:
    with pytest.raises(Refusal, match="size greater than 1000"):
        samples(*[{"Value": 1}] * 1001)
    with pytest.raises(Refusal, match="MetricData is required"):
        samples()
