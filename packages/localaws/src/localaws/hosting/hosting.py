"""The object that the server makes for each region's SageMaker: hosting.

It puts the parts together and registers their operations with the SageMaker service. What each
operation does is in ``models``, ``configurations`` and ``endpoints``; how an endpoint is invoked,
in ``invocation``; how that arrives over HTTP, in ``http``.
"""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from localaws.hosting.configurations import Configurations
from localaws.hosting.endpoints import AlarmState, Endpoints
from localaws.hosting.instance import EndpointContext
from localaws.hosting.log_streams import EndpointLog
from localaws.hosting.metrics import INSTANCES, EndpointMetrics
from localaws.hosting.models import Models
from localaws.hosting.shadowing import Shadows
from localaws.runtime.protocol import Runtime
from localaws.sagemaker.instance_metrics import InstanceMetrics
from localaws.sagemaker.service import SageMaker


class Hosting:
    """Models, endpoint configurations and endpoints of one account and region."""

    def __init__(
        self, service: SageMaker, runtime: Runtime, home: Path, alarm_state: AlarmState
    ) -> None:
        """``home`` is the folder of the embedded AWS; endpoints work under ``home/endpoints``."""
        self.service = service
        self.metrics = EndpointMetrics(service.account, service.region, service.context.clock)
        self.shadows = Shadows()
        self.models = Models(service)
        self.configurations = Configurations(service, self.models)
        self.endpoints = Endpoints(
            service, self.models, self.configurations, self._context_of, alarm_state
        )
        self._runtime = runtime
        self._home = home

    def register(self) -> None:
        """Hand the operations of hosting to the SageMaker service, and end with it."""
        self.models.register()
        self.configurations.register()
        self.endpoints.register()
        self.service.on_shutdown(self.shutdown)

    def shutdown(self) -> None:
        """Stop every container of every endpoint; returns when all have ended."""
        self.shadows.close()
        self.endpoints.shutdown()
        self.metrics.publish()

    def _context_of(self, endpoint: str) -> EndpointContext:
        service = self.service
        log = EndpointLog(service.account, service.region, endpoint, service.context.clock)
        return EndpointContext(
            endpoint=endpoint,
            folder=self._home / "endpoints" / service.region / endpoint,
            runtime=self._runtime,
            environment=lambda isolated: service.context.environment(service.region, isolated),
            log=log,
            clock=service.context.clock,
            metrics=InstanceMetrics(
                service.account, service.region, INSTANCES, service.context.clock
            ),
        )


class Hostings:
    """The hosting of each region: ``part`` is what ``SageMakers`` calls with each new service."""

    def __init__(self, home: Path, alarm_state: AlarmState = lambda region, name: None) -> None:
        """Folders of endpoints that a killed server left behind are removed.

        ``alarm_state`` knows the state of an alarm by its region and name; None: there is none.
        """
        self._alarm_state = alarm_state
        shutil.rmtree(home / "endpoints", ignore_errors=True)
        self._by_region: dict[str, Hosting] = {}
        self._lock = threading.Lock()

    def part(self, service: SageMaker) -> None:
        """Make the hosting of this service's region and register it."""
        hosting = Hosting(service, service.context.runtime, service.context.home, self._alarm_state)
        hosting.register()
        with self._lock:
            self._by_region[service.region] = hosting

    def images(self) -> set[str]:
        """The URIs of the images of all models."""
        with self._lock:
            hostings = list(self._by_region.values())
        return set().union(*(hosting.models.images() for hosting in hostings))

    def variants(self, region: str, endpoint: str) -> dict[str, str] | None:
        """The instance type of each of an endpoint's variants ("" of a serverless one), by the variant's name;
        None: there is no such endpoint."""
        hosting = self.find(region)
        found = hosting and hosting.endpoints.find(endpoint)
        return {one.name: one.instance_type for one in found.variants} if found else None

    def find(self, region: str) -> Hosting | None:
        """The hosting of a region, or None where its SageMaker was never asked for anything."""
        with self._lock:
            return self._by_region.get(region)
