"""Metrics that the parts of this process publish."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta, timezone

from localaws.this_aws.metric_samples import MetricName
from localaws.this_aws.metrics import Datum, Summary, at_resolution, figures, put, samples_of

ACCOUNT, REGION = "123456789012", "us-east-1"
NOON = datetime(2026, 1, 2, 12, 0, 30, tzinfo=timezone(timedelta(hours=2)))


def test_data_are_kept_by_the_minute_with_their_dimensions_and_unit() -> None:
    namespace = f"/test/{uuid.uuid4().hex}"
    data = [Datum(f"m{n}", n, NOON, {"Host": "algo-1"}, "Percent") for n in range(2000)]
    put(ACCOUNT, REGION, namespace, [*data, Summary("all", 3, 6, 1, 3, NOON)])
    samples = samples_of(ACCOUNT, REGION)
    last = MetricName(namespace, "m1999", frozenset({("Host", "algo-1")}))
    (found,) = samples.between(last, 0, 1e12)
    assert (found.sum, found.unit) == (1999, "Percent")
    assert found.moment == NOON.timestamp() - 30
    (found,) = samples.between(MetricName(namespace, "all"), 0, 1e12)
    assert (found.count, found.sum, found.least, found.most) == (3, 6, 1, 3)


def test_high_resolution_is_by_the_second() -> None:
    assert at_resolution(119.9) == 60
    assert at_resolution(119.9, high_resolution=True) == 119


def test_three_figures() -> None:
    assert figures(123_456.0) == 123_000
    assert figures(0.0) == 0
