"""What was published of metrics in this process."""

from __future__ import annotations

from collections import defaultdict

from localaws.this_aws import metrics
from localaws.this_aws.metric_samples import Sample
from localaws.this_aws.metrics import samples_of

Found = dict[tuple[str, frozenset[tuple[str, str]]], list[Sample]]


def published(account: str, region: str, namespace: str) -> Found:
    """The samples in a namespace, by a metric's name and its dimensions."""
    samples = samples_of(account, region)
    found: Found = defaultdict(list)
    for metric, _ in samples.names():
        if metric.namespace == namespace:
            found[metric.name, metric.dimensions] = samples.between(metric, 0, 1e12)
    return found


def forget(account: str, region: str) -> None:
    """Begin as if nothing had been published there."""
    metrics._published.pop((account, region), None)
