"""The endpoint metrics of ``AWS/SageMaker``: counted in memory, published every few seconds.

Invoking an endpoint costs an addition under a lock and no more. Latencies of the same three figures are counted
together, so that a million invocations are not a million data points, and percentiles are true within half a
per cent; sums and averages are exact.
"""

from __future__ import annotations

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from localaws.clock import Clock
from localaws.this_aws import metrics

INSTANCES = "/aws/sagemaker/Endpoints"  # the namespace of what instances use, see ``instance``
_NAMESPACE = "AWS/SageMaker"
_EVERY = 5.0  # seconds between publications
_NONE: Mapping[str, float] = {}


class Whose(NamedTuple):
    """What a value is of: an endpoint, a variant of it, one fleet of that, one container of a pipeline."""

    endpoint: str
    variant: str = ""
    configuration: str = ""
    container: str = ""

    def dimensions(self) -> list[dict[str, str]]:
        """Of the variant, and of the fleet: so an alarm can look at the new one alone while it takes over
        (https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-configuration.html).
        """
        named = {"EndpointName": self.endpoint}
        if self.variant:
            named["VariantName"] = self.variant
        if self.container:
            named["ContainerName"] = self.container
        if not self.configuration:
            return [named]
        return [named, named | {"EndpointConfigName": self.configuration}]


@dataclass
class Counted:
    """How often a value was counted, and the sum of what was counted as it."""

    count: int = 0
    total: float = 0.0

    def add(self, value: float) -> None:
        self.count += 1
        self.total += value


class EndpointMetrics:
    """Collects what invocations did and publishes it. A thread runs only while there is news."""

    def __init__(self, account: str, region: str, clock: Clock) -> None:
        self._account = account
        self._region = region
        self._clock = clock
        self._counted: dict[tuple[Whose, str, str, float], Counted] = {}
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def invoked(
        self,
        endpoint: str,
        variant: str,
        status: int,
        seconds: float,
        overhead: float = 0.0,
        instances: int = 1,
        configuration: str = "",
        containers: Mapping[str, float] = _NONE,
    ) -> None:
        """One invocation.

        Args:
            status: the container's HTTP status; 0 for none.
            seconds: the time that the container took.
            overhead: the time that everything else took.
            instances: how many the variant has.
            configuration: the endpoint configuration of the fleet that responded.
            containers: the seconds that each container of an inference pipeline took.
        """
        failed = status == 0 or status >= 500
        whose = Whose(endpoint, variant, configuration)
        with self._lock:
            for name, unit, value in (
                ("Invocations", "Count", 1.0),
                ("InvocationsPerInstance", "Count", 1.0 / max(instances, 1)),
                ("Invocation4XXErrors", "Count", float(400 <= status < 500)),
                ("Invocation5XXErrors", "Count", float(failed)),
                ("InvocationModelErrors", "Count", float(failed or status >= 400)),
                ("ModelLatency", "Microseconds", seconds * 1e6),
                ("OverheadLatency", "Microseconds", overhead * 1e6),
            ):
                self._add(whose, name, unit, value)
            for container, took in containers.items():
                of = Whose(endpoint, variant, container=container)
                self._add(of, "ContainerLatency", "Microseconds", took * 1e6)

    def count(self, whose: Whose, name: str, value: float, unit: str = "Count") -> None:
        """One value of another metric."""
        with self._lock:
            self._add(whose, name, unit, value)

    def publish(self) -> None:
        """Publish what was collected since the last time."""
        with self._lock:
            counted, self._counted = self._counted, {}
            if self._timer is not None:
                self._timer.cancel()
                self._timer = None
        now = self._clock.now()
        data = [
            metrics.Summary(
                *(name, found.count, found.total, value, value, now),
                dimensions,
                unit,
            )
            for (whose, name, unit, value), found in counted.items()
            for dimensions in whose.dimensions()
        ]
        if data:
            metrics.put(self._account, self._region, _NAMESPACE, data)

    def _add(self, whose: Whose, name: str, unit: str, value: float) -> None:
        """Count a value; the caller holds the lock."""
        key = (whose, name, unit, metrics.figures(value))
        self._counted.setdefault(key, Counted()).add(value)
        if self._timer is None:
            self._timer = threading.Timer(_EVERY, self.publish)
            self._timer.daemon = True
            self._timer.start()
