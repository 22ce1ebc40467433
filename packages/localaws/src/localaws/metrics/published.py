"""What was published: by whoever publishes, and by moto of the buckets that it keeps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

from moto.s3.models import S3Backend

from localaws.metrics.metric import MetricStat
from localaws.this_aws.metric_samples import MetricName, Sample
from localaws.this_aws.metrics import samples_of

_OF_BUCKETS = "AWS/S3"


def read(account: str, region: str, stat: MetricStat, start: float, end: float) -> list[Sample]:
    """The samples of a metric from ``start`` on and before ``end``; of one unit where one is given."""
    key = stat.metric.key
    found = samples_of(account, region).between(key, start, end)
    if key.namespace == _OF_BUCKETS:
        of_today = _of_buckets(account, region)
        found += [s for name, s in of_today if name == key and start <= s.moment < end]
    return [sample for sample in found if stat.unit in (None, sample.unit)]


def names(account: str, region: str) -> list[tuple[MetricName, float]]:
    """The metrics there are, each with the moment of its newest sample."""
    of_buckets = [(name, sample.moment) for name, sample in _of_buckets(account, region)]
    return [*samples_of(account, region).names(), *of_buckets]


def _of_buckets(account: str, region: str) -> Iterator[tuple[MetricName, Sample]]:
    """Sizes and numbers of objects, as of the day's beginning; AWS publishes them once a day."""
    for datum in S3Backend.get_cloudwatch_metrics(account, region):
        dimensions = frozenset((each.name, each.value) for each in datum.dimensions)
        moment = datum.timestamp.replace(tzinfo=UTC).timestamp()
        name = MetricName(datum.namespace, datum.name, dimensions)
        yield name, Sample.of(moment, float(datum.value), datum.unit)
