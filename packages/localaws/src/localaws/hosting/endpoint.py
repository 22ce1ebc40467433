"""An endpoint as the API shows it: its status, what is deployed, what is being deployed.

Holds state and describes it; starts and stops nothing. The deployment changes it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from localaws.clock import Clock
from localaws.hosting.router import Route, TrafficRouter
from localaws.hosting.variant import Variant, instances_of

_NOTHING: Counter[str] = Counter()
IN_PROGRESS = frozenset({"Creating", "Updating", "RollingBack", "SystemUpdating", "Deleting"})


@dataclass(frozen=True)
class EndpointPlan:
    """What an endpoint is to run: the variants of a configuration, and how to get there."""

    configuration: str
    variants: tuple[Variant, ...]
    deployment: dict[str, Any]  # DeploymentConfig; empty where none was given


class Endpoint:
    """One endpoint. ``announce`` is called with its description after each change of status."""

    def __init__(
        self,
        name: str,
        arn: str,
        plan: EndpointPlan,
        announce: Callable[[dict[str, Any]], None],
        clock: Clock,
    ) -> None:
        self._clock = clock
        self.name = name
        self.arn = arn
        self.router = TrafficRouter()
        self.created = self.modified = self._clock.now()
        self.status = "Creating"
        self.failure_reason: str | None = None
        self.cancelled = threading.Event()  # the server ends: whoever waits gives up
        self.settled = threading.Event()  # no deployment is under way
        self._configuration = plan.configuration
        self._last_deployment: dict[str, Any] = {}
        self._pending: tuple[EndpointPlan, datetime] | None = None
        self._added = instances_of(plan.variants)  # what is being deployed needs beside the present
        self._bakes = False
        self._resolved = self.created
        self._announce = announce
        self._lock = threading.Lock()

    @property
    def serves(self) -> bool:
        """Whether InvokeEndpoint finds it."""
        return bool(self.router.routes) and self.status != "Deleting"

    @property
    def configuration(self) -> str:
        """The name of the endpoint configuration that it serves, or is created from."""
        return self._configuration

    @property
    def last_deployment(self) -> dict[str, Any]:
        return self._last_deployment

    @property
    def in_use(self) -> Counter[str]:
        """The instances of each type that it has, those that are being started included."""
        with self._lock:
            return instances_of(route.variant for route in self.router.routes) + self._added

    def claim(
        self, status: str, plan: EndpointPlan | None = None, added: Counter[str] = _NOTHING
    ) -> bool:
        """Begin an update or a deletion; False if one is under way, and nothing has changed.

        ``added`` are the instances that an update starts beside those that serve.
        """
        with self._lock:
            if self.status in IN_PROGRESS:
                return False
            if plan is not None:
                self._pending = (plan, self._clock.now())
                self._added = added
            self.settled.clear()
            self._enter(status)
        self.announce()
        return True

    def deployed(self, plan: EndpointPlan, routes: tuple[Route, ...]) -> None:
        """Requests go to the new routes from here on; the update itself is not over."""
        with self._lock:
            self.router.switch(routes)
            self._added = _NOTHING
            self._configuration = plan.configuration
            self._last_deployment = plan.deployment
            self._resolved = self._clock.now()
            self._bakes = True

    def settle(self, status: str, failure_reason: str | None = None) -> None:
        """End what was under way, with a status and, where it failed, the reason."""
        with self._lock:
            self._pending = None
            self._added = _NOTHING
            self._bakes = False
            self.failure_reason = failure_reason
            self._enter(status)
            self.settled.set()
        self.announce()

    def move(self, status: str) -> None:
        """A step on the way, such as RollingBack."""
        with self._lock:
            self._enter(status)
        self.announce()

    def announce(self) -> None:
        self._announce(self.describe())

    def summary(self) -> dict[str, Any]:
        return {
            "EndpointName": self.name,
            "EndpointArn": self.arn,
            "CreationTime": self.created,
            "LastModifiedTime": self.modified,
            "EndpointStatus": self.status,
        }

    def describe(self) -> dict[str, Any]:
        """DescribeEndpoint's answer. Variants are absent before the first deployment serves."""
        with self._lock:
            shown = self.summary() | {"EndpointConfigName": self._configuration}
            if self.router.routes:
                shown["ProductionVariants"] = [self._shown(r) for r in self.router.routes]
            if self.failure_reason is not None:
                shown["FailureReason"] = self.failure_reason
            if self._last_deployment:
                shown["LastDeploymentConfig"] = self._last_deployment
            if self._pending is not None and not self._bakes:
                plan, started = self._pending
                shown["PendingDeploymentSummary"] = {
                    "EndpointConfigName": plan.configuration,
                    "StartTime": started,
                    "ProductionVariants": [
                        {
                            "VariantName": variant.name,
                            "DesiredWeight": variant.weight,
                            "DesiredInstanceCount": variant.instances,
                            "VariantStatus": [{"Status": "Creating", "StartTime": started}],
                        }
                        for variant in plan.variants
                    ],
                }
            return shown

    def _shown(self, route: Route) -> dict[str, Any]:
        pending = self._pending[0].variants if self._pending and not self._bakes else ()
        desired = next((v for v in pending if v.name == route.variant.name), route.variant)
        image = route.variant.model.container["Image"]
        shown: dict[str, Any] = {
            "VariantName": route.variant.name,
            "DeployedImages": [
                {"SpecifiedImage": image, "ResolvedImage": image, "ResolutionTime": self._resolved}
            ],
            "CurrentWeight": route.variant.weight,
            "DesiredWeight": desired.weight,
            "CurrentInstanceCount": len(route.instances),
            "DesiredInstanceCount": desired.instances,
        }
        if self._bakes and self.status == "Updating":
            shown["VariantStatus"] = [{"Status": "Baking", "StartTime": self._resolved}]
        return shown

    def _enter(self, status: str) -> None:
        self.status = status
        self.modified = self._clock.now()
