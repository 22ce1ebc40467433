"""An endpoint as it stands: its status, the fleet that is deployed, and what is being done to it.

Holds state; starts and stops nothing. What its deployments do changes it; ``endpoint_shown`` describes it.
"""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from localaws.clock import Clock
from localaws.hosting import endpoint_shown
from localaws.hosting.asynchronous.backlog import Backlog
from localaws.hosting.asynchronous.settings import AsyncSettings
from localaws.hosting.capture.capturing import Capturing
from localaws.hosting.capture.settings import CaptureSettings
from localaws.hosting.deployments.policy import Policy
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
    policy: Policy = field(default_factory=Policy)  # what it says of this change
    capture: CaptureSettings | None = None  # of its requests and responses
    asynchronous: AsyncSettings | None = None  # its requests wait in a queue


@dataclass(frozen=True)
class Stage:
    """What is being done to a variant: a VariantStatus of the API."""

    status: str
    message: str
    since: datetime


@dataclass(frozen=True)
class Pending:
    """A deployment that is under way.

    Attributes:
        is_rescaling: it only changes weights and numbers of instances.
        active: how many instances of the new fleet get requests, by variant.
        coming: what is being done to the variants that come.
        going: the same, of the variants that are deployed.
    """

    plan: EndpointPlan
    started: datetime
    is_rescaling: bool = False
    active: Mapping[str, int] = field(default_factory=dict)
    coming: Mapping[str, Stage] = field(default_factory=dict)
    going: Mapping[str, Stage] = field(default_factory=dict)


# Told of an endpoint: its description, and whether its status changed or only a stage of a deployment.
Announce = Callable[[dict[str, Any], bool], None]


class Endpoint:
    """One endpoint. ``announce`` is called after each change of its status or of a stage."""

    def __init__(
        self, name: str, arn: str, plan: EndpointPlan, announce: Announce, clock: Clock
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
        self.fleet: tuple[Route, ...] = ()  # what is deployed
        self.configuration = plan.configuration  # that it serves, or is created from
        self.last_deployment: dict[str, Any] = {}
        self.capture = plan.capture  # what is captured of it
        self.capturing = Capturing(name, clock)
        self.asynchronous = plan.asynchronous
        self._at_once = 0  # requests of the queue, of an instance: what waits outlives an update
        self._see_queue(plan)
        self.backlog = Backlog(clock, self._room)
        self.resolved = self.created  # when its images were last looked up
        self.pending: Pending | None = None
        self._added = instances_of(plan.variants)  # what is being deployed needs beside the fleet
        self._announce = announce
        self._lock = threading.Lock()

    @property
    def serves(self) -> bool:
        """Whether InvokeEndpoint finds it."""
        return bool(self.router.routes) and self.status != "Deleting"

    @property
    def variants(self) -> tuple[Variant, ...]:
        """The variants that are deployed."""
        return tuple(route.variant for route in self.fleet)

    @property
    def in_use(self) -> Counter[str]:
        """The instances of each type that it has, those that are being started included."""
        with self._lock:
            running: Counter[str] = Counter()
            for route in self.fleet:
                if route.variant.serverless is None:
                    running[route.variant.instance_type] += len(route.instances)
            return running + self._added

    def claim(
        self,
        status: str,
        plan: EndpointPlan | None = None,
        added: Counter[str] = _NOTHING,
        *,
        is_rescaling: bool = False,
    ) -> bool:
        """Begin an update or a deletion; False if one is under way, and nothing has changed.

        ``added`` are the instances that an update starts beside those that serve.
        """
        with self._lock:
            if self.status in IN_PROGRESS:
                return False
            if plan is not None:
                self.pending = Pending(plan, self._clock.now(), is_rescaling)
                self._added = added
            self.settled.clear()
            self._enter(status)
        self._tell()
        return True

    def come(
        self, status: str, messages: Mapping[str, str], active: Mapping[str, int] | None = None
    ) -> None:
        """A stage of the variants that come, by name; ``active`` where that has changed as well."""
        self._stage("coming", status, messages, active)

    def go(self, status: str, messages: Mapping[str, str]) -> None:
        """A stage of the variants that are deployed."""
        self._stage("going", status, messages, None)

    def send(self, routes: Iterable[Route]) -> None:
        """From here on requests go so; what is deployed is another matter."""
        self.router.switch(tuple(routes))

    def keep(self, fleet: Iterable[Route], added: Counter[str]) -> None:
        """That is left of what is deployed, and so much of something else is beside it."""
        with self._lock:
            self.fleet = tuple(fleet)
            self._added = added

    def deployed(self, plan: EndpointPlan, fleet: tuple[Route, ...]) -> None:
        """These are deployed, and get all requests; the update itself is not over."""
        with self._lock:
            self.router.switch(fleet)
            self.fleet = fleet
            self._added = _NOTHING
            self.configuration = plan.configuration
            self.last_deployment = plan.deployment
            self.capture = plan.capture
            self.asynchronous = plan.asynchronous
            self._see_queue(plan)
            self.resolved = self._clock.now()

    def settle(self, status: str, failure_reason: str | None = None) -> None:
        """End what was under way, with a status and, where it failed, the reason."""
        with self._lock:
            self.pending = None
            self._added = _NOTHING
            self.failure_reason = failure_reason
            self._enter(status)
            self.settled.set()
        self._tell()
        self.backlog.go_on()

    def move(self, status: str) -> None:
        """A step on the way, such as RollingBack."""
        with self._lock:
            self._enter(status)
        self._tell()

    def announce(self) -> None:
        """Tell the status that it has."""
        self._tell()

    def summary(self) -> dict[str, Any]:
        return endpoint_shown.summary(self)

    def describe(self) -> dict[str, Any]:
        with self._lock:
            return endpoint_shown.described(self)

    def _room(self) -> int:
        """How many requests of its queue may be under way at once."""
        routes = self.router.routes
        return self._at_once * sum(one.ready for route in routes for one in route.instances)

    def _see_queue(self, plan: EndpointPlan) -> None:
        if plan.asynchronous is not None:
            self._at_once = plan.asynchronous.concurrent

    def _stage(
        self, of: str, status: str, messages: Mapping[str, str], active: Mapping[str, int] | None
    ) -> None:
        with self._lock:
            assert self.pending is not None  # only a deployment has stages
            now = self._clock.now()
            stages = {name: Stage(status, said, now) for name, said in messages.items()}
            changed: dict[str, Any] = {of: stages}
            if active is not None:
                changed["active"] = active
            self.pending = replace(self.pending, **changed)
            self.modified = now
        self._tell(is_stage=True)

    def _tell(self, *, is_stage: bool = False) -> None:
        self._announce(self.describe(), is_stage)

    def _enter(self, status: str) -> None:
        self.status = status
        self.modified = self._clock.now()
