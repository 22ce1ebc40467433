"""The operations of CloudWatch on metrics."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from localaws.clock import Clock
from localaws.metrics import published, put_metric_data
from localaws.metrics.get_metric_data import metric_data
from localaws.metrics.get_metric_statistics import metric_statistics
from localaws.metrics.list_metrics import listed
from localaws.this_aws.metrics import samples_of

Request = Mapping[str, Any]
Result = dict[str, Any]


class Metrics:
    """Metrics in every account and region."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.operations: Mapping[str, Callable[[str, str, Request], Result]] = {
            "GetMetricData": self._data,
            "GetMetricStatistics": self._statistics,
            "ListMetrics": self._list,
            "PutMetricData": self._put,
        }

    def _put(self, account: str, region: str, request: Request) -> Result:
        found = put_metric_data.published(request, self._clock.seconds())
        samples_of(account, region).add(found)
        return {}

    def _data(self, account: str, region: str, request: Request) -> Result:
        read = partial(published.read, account, region)
        return metric_data(request, self._clock.seconds(), read)

    def _statistics(self, account: str, region: str, request: Request) -> Result:
        read = partial(published.read, account, region)
        return metric_statistics(request, self._clock.seconds(), read)

    def _list(self, account: str, region: str, request: Request) -> Result:
        return listed(published.names(account, region), request, self._clock.seconds())
