"""Evaluations against state changes that AWS made and people published."""

from __future__ import annotations

import json
from collections.abc import Iterable

import pytest

from localaws.alarms.alarm import MetricAlarm, Missing, State
from localaws.alarms.evaluation import Evaluation, evaluation
from localaws.metrics.metric import MetricStat, Query
from localaws.this_aws.metric_samples import Sample

from .made import alarm, at, samples


def evaluated(
    watching: MetricAlarm, values: dict[str, float], time: str = "12:16:45.770"
) -> Evaluation:
    published = samples(values)

    def read(stat: MetricStat, start: float, end: float) -> Iterable[Sample]:
        return [sample for sample in published if start <= sample.moment < end]

    found = evaluation(watching, at(f"2024-03-16 {time}"), read)
    assert found is not None
    return found


def test_periods_end_with_the_last_full_minute() -> None:
    found = evaluated(alarm(period=300, to_alarm=1), {"12:13:00": 99.50160229693434})
    assert found.state is State.ALARM
    assert found.reason == (
        "Threshold Crossed: 1 out of the last 1 datapoints [99.50160229693434 (16/03/24 12:11:00)]"
        " was greater than the threshold (50.0) (minimum 1 datapoint for OK -> ALARM transition)."
    )
    assert json.loads(found.data) == {
        "version": "1.0",
        "queryDate": "2024-03-16T12:16:45.770+0000",
        "startDate": "2024-03-16T12:11:00.000+0000",
        "statistic": "Average",
        "period": 300,
        "recentDatapoints": [99.50160229693434],
        "threshold": 50.0,
        "evaluatedDatapoints": [
            {
                "timestamp": "2024-03-16T12:11:00.000+0000",
                "sampleCount": 1.0,
                "value": 99.50160229693434,
            }
        ],
    }


def test_without_datapoints_to_alarm_the_reason_counts_what_crossed() -> None:
    watching = alarm("GreaterThanOrEqualToThreshold", 3, period=300, stat="Sum")
    assert evaluated(watching, {"12:12:00": 4, "12:13:00": 2}).reason == (
        "Threshold Crossed: 1 datapoint [6.0 (16/03/24 12:11:00)]"
        " was greater than or equal to the threshold (3.0)."
    )


def test_the_newest_comes_first_in_the_reason_and_last_in_its_data() -> None:
    found = evaluated(alarm(value=40, periods=2), {"12:14:10": 65.5, "12:15:10": 99.25})
    assert found.reason == (
        "Threshold Crossed: 2 datapoints [99.25 (16/03/24 12:15:00), 65.5 (16/03/24 12:14:00)]"
        " were greater than the threshold (40.0)."
    )
    assert json.loads(found.data)["recentDatapoints"] == [65.5, 99.25]


def test_one_that_is_enough_among_many_missing() -> None:
    watching = alarm(
        "GreaterThanOrEqualToThreshold", 1, 20, 1, stat="Sum", missing=Missing.NOT_BREACHING
    )
    assert evaluated(watching, {"12:15:00": 613}).reason == (
        "Threshold Crossed: 1 out of the last 20 datapoints [613.0 (16/03/24 12:15:00)]"
        " was greater than or equal to the threshold (1.0) and 19 missing datapoints were treated"
        " as [NonBreaching] (minimum 1 datapoint for OK -> ALARM transition)."
    )


def test_only_those_that_crossed_are_named() -> None:
    values = {"12:12:00": 9.0, "12:13:00": 10.79, "12:14:00": 10.71, "12:15:00": 3.0}
    assert evaluated(alarm(value=10.7, periods=4, to_alarm=2), values).reason == (
        "Threshold Crossed: 2 out of the last 4 datapoints [10.71 (16/03/24 12:14:00),"
        " 10.79 (16/03/24 12:13:00)] were greater than the threshold (10.7)"
        " (minimum 2 datapoints for OK -> ALARM transition)."
    )


def test_of_five_and_more_the_last_five_follow_the_sentence() -> None:
    values = {f"12:{minute:02}:00": float(minute) for minute in range(10, 16)}
    assert evaluated(alarm(value=1, periods=6), values).reason == (
        "Threshold Crossed: 6 datapoints were greater than the threshold (1.0)."
        " The most recent datapoints which crossed the threshold: [15.0 (16/03/24 12:15:00),"
        " 14.0 (16/03/24 12:14:00), 13.0 (16/03/24 12:13:00), 12.0 (16/03/24 12:12:00),"
        " 11.0 (16/03/24 12:11:00)]."
    )


def test_back_within_the_threshold() -> None:
    values = {"12:13:00": 3.0, "12:14:00": 4.0, "12:15:00": 5.0}
    found = evaluated(alarm("GreaterThanOrEqualToThreshold", 80, 3, 3), values)
    assert (found.state, found.reason) == (
        State.OK,
        "Threshold Crossed: 3 out of the last 3 datapoints [5.0 (16/03/24 12:15:00),"
        " 4.0 (16/03/24 12:14:00), 3.0 (16/03/24 12:13:00)] were not greater than or equal to"
        " the threshold (80.0) (minimum 1 datapoint for ALARM -> OK transition).",
    )


@pytest.mark.parametrize(
    ("missing", "state", "word"),
    [
        (Missing.BREACHING, State.ALARM, "Breaching"),
        (Missing.NOT_BREACHING, State.OK, "NonBreaching"),
    ],
)
def test_nothing_was_published(missing: Missing, state: State, word: str) -> None:
    found = evaluated(alarm(periods=2, missing=missing), {})
    assert found.state is state
    assert found.reason == (
        "Threshold Crossed: no datapoints were received for 2 periods"
        f" and 2 missing datapoints were treated as [{word}]."
    )


def test_the_metric_does_not_exist() -> None:
    found = evaluated(alarm(periods=5, value=5.0), {}, "12:31:29.591")
    assert (found.state, found.reason) == (
        State.INSUFFICIENT_DATA,
        "Insufficient Data: 5 datapoints were unknown.",
    )
    data = json.loads(found.data)
    assert "startDate" not in data
    assert data["recentDatapoints"] == []
    assert [each["timestamp"][11:16] for each in data["evaluatedDatapoints"]] == [
        *("12:30", "12:29", "12:28", "12:27", "12:26")
    ]


def test_one_missing_and_one_within_the_threshold() -> None:
    watching = alarm("GreaterThanOrEqualToThreshold", 1, 2, missing=Missing.BREACHING)
    assert evaluated(watching, {"12:14:30": 0}).reason == (
        "Threshold Crossed: 1 datapoint [0.0 (16/03/24 12:14:00)] was not greater than or equal to"
        " the threshold (1.0) and 1 missing datapoint was treated as [Breaching]."
    )


def test_math_of_two_metrics() -> None:
    single = alarm().single
    assert single
    watching = alarm(
        value=10,
        to_alarm=1,
        queries=(
            Query("e1", expression="100 * errors / calls"),
            Query("errors", MetricStat(single.metric, 60, "Sum"), returns=False),
            Query("calls", MetricStat(single.metric, 60, "SampleCount"), returns=False),
        ),
    )
    found = evaluated(watching, {"12:15:00": 1.0, "12:15:10": 0.0})
    assert found.state is State.ALARM
    assert "[50.0 (16/03/24 12:15:00)]" in found.reason
    assert "statistic" not in json.loads(found.data)


def test_a_percentile_of_few_samples_can_be_ignored() -> None:
    watching = alarm(stat="p90", ignores_few_samples=True)
    published = samples({"12:15:00": 99.0})
    assert evaluation(watching, at("2024-03-16 12:16:45"), lambda *_: published) is None
