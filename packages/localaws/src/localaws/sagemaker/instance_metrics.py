"""Publishes what the containers of an instance use as AWS does, once a minute: in percent of the instance.

Containers are looked at a quarter of a second after their start, then ever less often, up to every 15 s;
CPU is that of the whole minute, memory the mean of what was seen in it. At the end what is left of the
minute is published, so that an instance of a second has its values. All of this is calls of the server's
clock; the time that CPU is counted over is the machine's, however the clock was moved.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from localaws.clock import Clock
from localaws.runtime.protocol import Handle
from localaws.sagemaker.disk import Disk
from localaws.sagemaker.utilization import Readings, utilization
from localaws.this_aws import metrics

EVERY = 60.0  # seconds by the clock between publications
_FIRST, _LONGEST = 0.25, 15.0  # between looks
_LEAST = 1.0  # seconds that are worth values of their own, where others were published before

Handles = Callable[[], Iterable[Handle]]  # the started containers as they are now


@dataclass(frozen=True)
class Measured:
    """An instance.

    Attributes:
        dimensions: by which its metrics are found.
        memory: the bytes that it has; None where that is not known.
        disk: None where that is not known, or has no metric.
        has_cpu_metric: instances of a serverless variant have none.
    """

    dimensions: Mapping[str, str]
    memory: int | None
    disk: Disk | None = None
    has_cpu_metric: bool = True


@dataclass(frozen=True)
class InstanceMetrics:
    """Where the metrics of a kind of instances are published."""

    account: str
    region: str
    namespace: str
    clock: Clock

    def measure(self, instance: Measured, handles: Handles) -> Measuring:
        """Begin to, until that is ended."""
        return Measuring(self, instance, handles)

    def publish(self, instance: Measured, found: Mapping[str, float]) -> None:
        now = self.clock.now()
        metrics.put(
            self.account,
            self.region,
            self.namespace,
            [
                metrics.Datum(name, value, now, instance.dimensions, "Percent")
                for name, value in found.items()
            ],
        )


class Measuring:
    """Looks at the containers of one instance from its making on until ``end``."""

    def __init__(self, where: InstanceMetrics, instance: Measured, handles: Handles) -> None:
        self._where = where
        self._clock = where.clock
        self._instance = instance
        self._handles = handles
        self._known: set[Handle] = set()
        self._readings = Readings()
        self._ended = self._has_published = False
        self._lock = threading.Lock()
        self._since = time.monotonic()  # what is read now counts
        self._due = self._clock.seconds() + EVERY
        self._pause = _FIRST
        with self._lock:
            self._timer = self._clock.after(_FIRST, self._look)

    def look(self) -> None:
        """Look now too: the containers are about to be ended, and memory can be read of those that run alone."""
        with self._lock:
            if not self._ended:
                self._read()

    def end(self) -> None:
        """Publish what is left, once. The containers have ended, or nobody wants to know more."""
        with self._lock:
            if self._ended:
                return
            self._ended = True
            self._timer.cancel()
            least = _LEAST if self._has_published else 0.0
            found = self._taken(least) if self._read() else None
        if found is not None:
            self._publish(found)

    def _look(self) -> None:
        """Called by the clock."""
        with self._lock:
            if self._ended:
                return
            found = None
            if not self._read():  # no container yet
                self._since = time.monotonic()
            elif self._clock.seconds() >= self._due:
                found = self._taken()
                self._due = self._clock.seconds() + EVERY
            else:
                self._pause = min(2 * self._pause, _LONGEST)
            left = max(0.0, self._due - self._clock.seconds())
            self._timer = self._clock.after(min(self._pause, left or _FIRST), self._look)
        if found is None:
            return
        if self._instance.disk is None:
            self._publish(found)
        else:  # that may take a second, which the clock has not got
            threading.Thread(target=self._publish, args=(found,), name="disk", daemon=True).start()

    def _read(self) -> bool:
        """Read every container; whether there has been one. The caller holds the lock."""
        current = set(self._handles())
        self._known |= current
        ended = {handle for handle in self._known if handle.wait(0) is not None}
        used = {handle: usage for handle in self._known if (usage := handle.usage()) is not None}
        gone = ended - current
        self._readings.read(used, gone)
        self._known -= gone
        return bool(used or current or gone)

    def _taken(self, least: float = 0.0) -> dict[str, float] | None:
        """What it comes to, if it was for so long, and begin anew. The caller holds the lock."""
        now = time.monotonic()
        seconds = now - self._since
        if seconds < least:
            return None
        found = utilization(self._readings, seconds, self._instance.memory)
        if not self._instance.has_cpu_metric:
            found.pop("CPUUtilization", None)
        self._readings.begin_anew()
        self._since, self._has_published = now, True
        return found

    def _publish(self, found: dict[str, float]) -> None:
        disk = self._instance.disk
        used = disk.utilization() if disk is not None else None
        if used is not None:
            found["DiskUtilization"] = used
        self._where.publish(self._instance, found)
