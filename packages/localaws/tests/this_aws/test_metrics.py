"""Metrics that the parts of this process publish are found by CloudWatch's own operations."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta, timezone

from moto.cloudwatch.models import cloudwatch_backends

from localaws.this_aws.metrics import Datum, put

ACCOUNT, REGION = "123456789012", "us-east-1"


def test_data_are_found_with_their_dimensions_unit_and_time_in_utc() -> None:
    namespace = f"/test/{uuid.uuid4().hex}"
    noon = datetime(2026, 1, 2, 12, tzinfo=timezone(timedelta(hours=2)))
    data = [Datum(f"m{n}", n, noon, {"Host": "algo-1"}, "Percent") for n in range(2000)]
    put(ACCOUNT, REGION, namespace, data)
    metrics = [
        found
        for found in cloudwatch_backends[ACCOUNT][REGION].metric_data
        if found.namespace == namespace
    ]
    assert len(metrics) == 2000
    last = metrics[-1]
    assert (last.name, last.value, last.unit) == ("m1999", 1999, "Percent")
    assert [(each.name, each.value) for each in last.dimensions] == [("Host", "algo-1")]
    assert last.timestamp == datetime(2026, 1, 2, 10, tzinfo=UTC).replace(tzinfo=None)
