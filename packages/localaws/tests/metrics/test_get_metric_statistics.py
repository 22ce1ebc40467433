from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from localaws.metrics.get_metric_statistics import metric_statistics
from localaws.protocols.refusal import Refusal
from localaws.this_aws.metric_samples import Sample

NOON = datetime(2024, 3, 16, 12, tzinfo=UTC).timestamp()
PUBLISHED = [Sample.of(NOON + minute * 60, float(minute), "Count") for minute in range(10)]


def asked(*samples: Sample, **more: Any) -> list[dict[str, Any]]:
    request = {
        "Namespace": "Lab",
        "MetricName": "Errors",
        "StartTime": NOON + 12,
        "EndTime": NOON + 600,
        "Period": 300,
        **more,
    }
    found = metric_statistics(request, NOON + 600, lambda *_: samples or PUBLISHED)
    assert found["Label"] == "Errors"
    points: list[dict[str, Any]] = found["Datapoints"]
    return points


def test_periods_begin_with_the_rounded_start() -> None:
    first, second = asked(Statistics=["Sum", "Maximum"])
    assert first["Timestamp"] == datetime(2024, 3, 16, 12, tzinfo=UTC)
    assert (first["Sum"], first["Maximum"], first["Unit"]) == (10, 4, "Count")
    assert (second["Sum"], second["Timestamp"].minute) == (35, 5)


def test_percentiles() -> None:
    (found,) = asked(Period=600, ExtendedStatistics=["p50", "p90", "tm80"])
    assert found["ExtendedStatistics"] == pytest.approx({"p50": 4.5, "p90": 8.1, "tm80": 3.5})


def test_of_a_summary_no_percentile_is_known() -> None:
    summary = Sample(NOON, 2, 3, 1, 2)
    assert asked(summary, ExtendedStatistics=["p50"]) == []
    (found,) = asked(summary, Statistics=["Average"], ExtendedStatistics=["p50"])
    assert (found["Average"], "ExtendedStatistics" in found) == (1.5, False)


def test_each_unit_has_its_own_data_points() -> None:
    found = asked(Sample.of(NOON, 1, "Count"), Sample.of(NOON, 2, "Bytes"), Statistics=["Sum"])
    assert sorted((point["Unit"], point["Sum"]) for point in found) == [("Bytes", 2), ("Count", 1)]


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({}, "Must specify either Statistics or ExtendedStatistics"),
        ({"ExtendedStatistics": ["p101"]}, "The value p101"),
        ({"Statistics": ["Sum"], "Period": 61}, "Period must be"),
        ({"Statistics": ["Sum"], "EndTime": NOON}, "StartTime must be less than"),
        ({"Statistics": ["Sum"], "EndTime": NOON + 2 * 86400, "Period": 60}, "2,880 datapoints"),
    ],
)
def test_what_is_refused(more: dict[str, Any], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        asked(**more)
