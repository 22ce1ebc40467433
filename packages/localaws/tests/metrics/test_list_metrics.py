from __future__ import annotations

from typing import Any

import pytest

from localaws.metrics.list_metrics import listed
from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import MetricName

NOW = 100 * 86400.0
ONE = MetricName("Lab", "Errors", frozenset({("Name", "one"), ("On", "x")}))
TWO = MetricName("Lab", "Errors", frozenset({("Name", "two")}))
OLD = MetricName("Lab", "Old")
KNOWN = [(ONE, NOW - 60), (TWO, NOW - 4 * 3600), (OLD, NOW - 15 * 86400)]


def found(**request: Any) -> list[list[str]]:
    metrics = listed(KNOWN, request, NOW)["Metrics"]
    return [[each["Value"] for each in metric["Dimensions"]] for metric in metrics]


def test_those_of_the_last_two_weeks() -> None:
    assert found() == [["one", "x"], ["two"]]
    assert found(RecentlyActive="PT3H") == [["one", "x"]]


def test_by_name_and_by_some_dimensions() -> None:
    assert found(Namespace="Other") == found(MetricName="Other") == []
    assert found(Dimensions=[{"Name": "On"}]) == [["one", "x"]]
    assert found(Dimensions=[{"Name": "Name", "Value": "two"}]) == [["two"]]


def test_pages() -> None:
    many = [(MetricName("Lab", f"m{number:03}"), NOW) for number in range(501)]
    first = listed(many, {}, NOW)
    second = listed(many, {"NextToken": first["NextToken"]}, NOW)
    assert (len(first["Metrics"]), len(second["Metrics"]), second["NextToken"]) == (500, 1, None)
    with pytest.raises(Refusal, match="NextToken is invalid"):
        listed(many, {"NextToken": "x"}, NOW)
