"""Data points: the statistics of periods, one after the other."""

from __future__ import annotations

import math
from collections.abc import Iterable

from localaws.metrics.statistics import DataPoint, data_point
from localaws.this_aws.metric_samples import Sample


def data_points(
    samples: Iterable[Sample], stat: str, begun: tuple[float, ...], period: int
) -> tuple[DataPoint | None, ...]:
    """The statistic of each of these periods, newest first; None where nothing was published."""
    within: dict[int, list[Sample]] = {}
    if begun:
        end = begun[0] + period
        for sample in samples:
            position = math.ceil((end - sample.moment) / period) - 1
            if 0 <= position < len(begun):
                within.setdefault(position, []).append(sample)
    return tuple(
        data_point(within.get(position, []), stat, moment) for position, moment in enumerate(begun)
    )
