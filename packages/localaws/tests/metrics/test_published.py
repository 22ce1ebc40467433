"""What parts of this server publish is what alarms read."""

from __future__ import annotations

from datetime import UTC, datetime

from localaws.metrics import published
from localaws.metrics.metric import Metric, MetricStat
from localaws.this_aws.metrics import Datum, Summary, put

NOON = datetime(2024, 3, 16, 12, tzinfo=UTC)


def test_a_metric_is_its_name_with_exactly_these_dimensions() -> None:
    account, region = "123456789012", "ap-south-2"
    own = {"Name": "one"}
    put(
        *(account, region, "Lab"),
        [
            Datum("Errors", 3, NOON, own),
            Datum("Errors", 5, NOON),
            Summary("Errors", 2, 9, 4, 5, NOON, own, "Count"),
        ],
    )
    stat = MetricStat(Metric("Lab", "Errors", (("Name", "one"),)), 60, "Sum")
    at = NOON.timestamp()
    found = list(published.read(account, region, stat, at, at + 60))
    assert [(sample.count, sample.sum) for sample in found] == [(1, 3), (2, 9)]
    assert not list(published.read(account, region, stat, at - 60, at))
