"""Log events in CloudWatch's embedded metric format, as Powertools for AWS Lambda writes them."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from localaws.this_aws import embedded_metrics
from localaws.this_aws.metric_samples import MetricName, Sample

NOON = 1710590400


def embedded(message: str) -> list[tuple[MetricName, Sample]]:
    return embedded_metrics.embedded(message, NOON)


def event(metrics: list[dict[str, Any]], *dimensions: list[str], **members: Any) -> str:
    directive = {"Namespace": "Orders", "Dimensions": list(dimensions), "Metrics": metrics}
    said = {"Timestamp": NOON * 1000 + 30_500, "CloudWatchMetrics": [directive]}
    return json.dumps({"_aws": said, **members})


def test_a_member_is_a_metric_of_each_set_of_dimensions() -> None:
    metric = {"Name": "Booked", "Unit": "Count"}
    found = embedded(event([metric], ["service"], [], service="shop", Booked=2, more="x"))
    by_service = MetricName("Orders", "Booked", frozenset({("service", "shop")}))
    sample = Sample.of(NOON, 2, "Count")
    assert found == [(by_service, sample), (MetricName("Orders", "Booked"), sample)]


def test_several_values_and_high_resolution() -> None:
    metric = {"Name": "Took", "StorageResolution": 1}
    found = embedded(event([metric], Took=[1, 2.5]))
    assert [(each.moment, each.sum) for _, each in found] == [(NOON + 30, 1), (NOON + 30, 2.5)]


@pytest.mark.parametrize(
    "message",
    [
        "",
        '{"_aws"',
        '{"_aws": 1}',
        '{"_aws": {"Timestamp": "x", "CloudWatchMetrics": []}}',
        'START "_aws"',
        event([{"Name": "Booked"}], ["service"], Booked=1),
        event([{"Name": "Booked"}], ["service"], service=7, Booked=1),
        event([{"Name": "Booked"}], Booked="1"),
        event([{"Name": "Booked"}], Booked=True),
        event([{"Name": "Booked"}], Booked=[1] * 101),
        event([{"Name": "Booked"}]),
        event([{}], Booked=1),
        event([{"Name": 7}], Booked=1),
        event([{"Name": "Booked"}], Booked=1).replace("1710590430500", "9" * 40),
        event([{"Name": "Booked"}], Booked=1).replace("1710590430500", "1609459200000"),
    ],
)
def test_anything_else_is_a_log_event(message: str) -> None:
    assert embedded(message) == []


values = st.recursive(
    st.none() | st.booleans() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=8,
)


@given(values, values, values)
def test_nothing_breaks_it(metrics: Any, dimensions: Any, timestamp: Any) -> None:
    directive = {"Namespace": "a", "Metrics": metrics, "Dimensions": dimensions}
    said = {"Timestamp": timestamp, "CloudWatchMetrics": [directive]}
    assert embedded(json.dumps({"_aws": said, "b": 1})) is not None
