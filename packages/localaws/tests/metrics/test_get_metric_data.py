from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.metrics.get_metric_data import metric_data
from localaws.metrics.metric import MetricStat
from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import Sample

NOON = datetime(2024, 3, 16, 12, tzinfo=UTC).timestamp()
PUBLISHED = {"Errors": (1.0, 2.0, 3.0), "Calls": (10.0, 20.0, 60.0)}


def read(stat: MetricStat, start: float, end: float) -> Iterable[Sample]:
    for minute, value in enumerate(PUBLISHED.get(stat.metric.name, ())):
        yield Sample.of(NOON + 60 * minute, value)


def of(name: str, stat: str = "Sum", **more: Any) -> dict[str, Any]:
    metric = {"Namespace": "Lab", "MetricName": name}
    return {
        "Id": name.lower(),
        "MetricStat": {"Metric": metric, "Period": 60, "Stat": stat},
        **more,
    }


def asked(*queries: dict[str, Any], **more: Any) -> dict[str, Any]:
    request = {"StartTime": NOON, "EndTime": NOON + 180, "MetricDataQueries": queries, **more}
    return metric_data(request, NOON + 200, read)


def test_the_newest_comes_first_unless_asked_otherwise() -> None:
    (found,) = asked(of("Errors"))["MetricDataResults"]
    assert (found["Label"], found["StatusCode"], found["Values"]) == (
        "Errors",
        "Complete",
        [3, 2, 1],
    )
    (found,) = asked(of("Errors"), ScanBy="TimestampAscending")["MetricDataResults"]
    assert [each.minute for each in found["Timestamps"]] == [0, 1, 2]


def test_math_of_metrics_that_are_not_returned() -> None:
    queries = of("Errors", ReturnData=False), of("Calls", ReturnData=False)
    rate = {"Id": "rate", "Expression": "100 * part", "Label": "Rate"}
    part = {"Id": "part", "Expression": "errors / calls", "ReturnData": False}
    (found,) = asked(rate, part, *queries)["MetricDataResults"]
    assert (found["Label"], found["Values"]) == ("Rate", [5, 10, 10])


def test_what_was_never_published_has_no_data_points() -> None:
    (found,) = asked(of("None"))["MetricDataResults"]
    assert (found["Values"], found["StatusCode"]) == ([], "Complete")


def test_pages() -> None:
    queries = of("Errors"), of("Calls")
    first = asked(*queries, MaxDatapoints=4)
    assert [each["Values"] for each in first["MetricDataResults"]] == [[3, 2, 1], [60]]
    assert [each["StatusCode"] for each in first["MetricDataResults"]] == [
        "Complete",
        "PartialData",
    ]
    second = asked(*queries, MaxDatapoints=4, NextToken=first["NextToken"])
    assert [each["Values"] for each in second["MetricDataResults"]] == [[], [20, 10]]
    assert second["NextToken"] is None


def test_two_statistics_of_a_metric_are_told_apart() -> None:
    found = asked(of("Errors"), of("Errors", "p90", Id="p"))["MetricDataResults"]
    assert [each["Label"] for each in found] == ["Errors Sum", "Errors p90"]


@pytest.mark.parametrize(
    ("queries", "more", "said"),
    [
        ([{"Id": "a"}], {}, "MetricDataQueries.member.1.MetricStat is required"),
        ([of("Errors")], {"EndTime": NOON}, "must not equal"),
        ([of("Errors")], {"EndTime": NOON - 1}, "EndTime must be greater"),
        ([{"Id": "s", "Expression": "SELECT SUM(a) FROM b", "Period": 60}], {}, "Metrics Insights"),
        ([{"Id": "s", "Expression": "SEARCH('a', 'Sum', 60)"}], {}, "SEARCH is not supported"),
        ([{"Id": "s", "Expression": "none + 1"}], {}, "there is no none"),
        ([{"Id": "s", "Expression": "TIME_SERIES(1)"}], {}, "Period is required"),
        ([of("Errors"), {"Id": "s", "Expression": "METRICS()"}], {}, "no single time series"),
        ([of("Errors", Id="a"), of("Errors", Id="a")], {}, "must be unique"),
    ],
)
def test_what_is_refused(queries: list[dict[str, Any]], more: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        asked(*queries, **more)
