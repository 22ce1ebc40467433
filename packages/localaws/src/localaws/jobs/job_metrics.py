"""What is published of a job in CloudWatch: the metrics of its log, by its name, and those of its instances, by host.

Both are in a namespace that is called as the log group is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from localaws.jobs.job import Job
from localaws.jobs.kind import JobKind
from localaws.jobs.meter import Meter
from localaws.jobs.plan import JobPlan, host_of
from localaws.runtime.protocol import Handle
from localaws.sagemaker.context import ServerContext
from localaws.sagemaker.disk import GB, Disk
from localaws.sagemaker.instance_memory import memory_of
from localaws.sagemaker.instance_metrics import InstanceMetrics, Measured, Measuring
from localaws.this_aws import metrics


class JobMetrics:
    """The metrics of one job.

    Attributes:
        meter: sees every line of its log; values are published as they come.
    """

    def __init__(
        self, kind: JobKind, job: Job, plan: JobPlan, context: ServerContext, region: str
    ) -> None:
        self._name = job.name
        self._plan = plan
        self._measuring: list[Measuring] = []
        self._instances = InstanceMetrics(context.account, region, kind.log_group, context.clock)
        dimensions = {kind.name_member: job.name}

        def publish(datum: metrics.Datum) -> None:
            of_job = replace(datum, dimensions=dimensions)
            metrics.put(context.account, region, kind.log_group, [of_job])
            job.saw(datum.name, datum.value)

        self.meter = Meter(plan.metrics, publish, context.clock)

    @contextmanager
    def measuring(self, folder: Path, handle: Callable[[str], Handle | None]) -> Iterator[None]:
        """Measure each host while its containers run.

        Args:
            folder: below which each container has its ``/opt/ml``.
            handle: that of a container of the plan, once it is started.
        """
        self._measuring = [self._begin(host, folder, handle) for host in self._plan.hosts]
        try:
            yield
        finally:
            for each in self._measuring:
                each.end()

    def look(self) -> None:
        """See what the hosts' containers use just before they are ended, however short their life was."""
        for each in self._measuring:
            each.look()

    def _begin(self, host: str, folder: Path, handle: Callable[[str], Handle | None]) -> Measuring:
        plan = self._plan
        own = [container for container in plan.containers if host_of(container) == host]
        disk = plan.volume and Disk([folder / container for container in own], plan.volume * GB)
        return self._instances.measure(
            Measured({"Host": f"{self._name}/{host}"}, memory_of(plan.instance_type), disk or None),
            lambda: [found for container in own if (found := handle(container)) is not None],
        )
