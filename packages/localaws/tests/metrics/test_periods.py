from __future__ import annotations

from localaws.metrics.periods import data_points
from localaws.this_aws.metric_samples import Sample


def test_a_period_has_its_first_moment_and_not_its_last() -> None:
    samples = [Sample.of(0, 1), Sample.of(60, 2), Sample.of(119.9, 3), Sample.of(120, 4)]
    points = data_points(samples, "Sum", (60.0, 0.0), 60)
    assert [point and point.value for point in points] == [5, 1]
