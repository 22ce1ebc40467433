"""The endpoint metrics of ``AWS/SageMaker``: counted in memory, published every few seconds.

Invoking an endpoint costs an addition under a lock and no more. Published as statistic sets, so a
million invocations are not a million data points; percentiles are therefore not available.
"""

from __future__ import annotations

import threading
from dataclasses import dataclass

from localaws.clock import Clock
from localaws.this_aws import metrics

_NAMESPACE = "AWS/SageMaker"
_EVERY = 5.0  # seconds between publications


@dataclass
class Summary:
    """The statistic set of one metric. The ``value``s come in the metric's unit."""

    count: int = 0
    total: float = 0.0
    least: float = float("inf")
    most: float = float("-inf")

    def add(self, value: float) -> None:
        self.count += 1
        self.total += value
        self.least = min(self.least, value)
        self.most = max(self.most, value)


class EndpointMetrics:
    """Collects what invocations did and publishes it. A thread runs only while there is news."""

    def __init__(self, account: str, region: str, clock: Clock) -> None:
        self._account = account
        self._region = region
        self._clock = clock
        self._summaries: dict[tuple[str, str, str, str], Summary] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def invoked(self, endpoint: str, variant: str, status: int, seconds: float) -> None:
        """One invocation: the container's HTTP status (0 for none) and the time that it took."""
        failed = status == 0 or status >= 500
        with self._lock:
            for name, unit, value in (
                ("Invocations", "Count", 1.0),
                ("Invocation4XXErrors", "Count", float(400 <= status < 500)),
                ("Invocation5XXErrors", "Count", float(failed)),
                ("InvocationModelErrors", "Count", float(failed or status >= 400)),
                ("ModelLatency", "Microseconds", seconds * 1e6),
            ):
                key = (endpoint, variant, name, unit)
                self._summaries.setdefault(key, Summary()).add(value)
            if self._timer is None:
                self._timer = threading.Timer(_EVERY, self.publish)
                self._timer.daemon = True
                self._timer.start()

    def publish(self) -> None:
        """Publish what was collected since the last time."""
        with self._lock:
            summaries, self._summaries = self._summaries, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        now = self._clock.now()
        data = [
            metrics.Summary(
                *(name, summary.count, summary.total, summary.least, summary.most, now),
                {"EndpointName": endpoint, "VariantName": variant},
                unit,
            )
            for (endpoint, variant, name, unit), summary in summaries.items()
        ]
        if data:
            metrics.put(self._account, self._region, _NAMESPACE, data)
