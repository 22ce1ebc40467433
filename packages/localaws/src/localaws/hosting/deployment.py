"""Brings an endpoint from what it runs to what it should run, each in a thread of its own.

Blue/green, all at once: the new fleet starts beside the old one and must be healthy; then traffic
switches in one step, the old fleet answers what it has, and is stopped. If the new fleet is not
healthy it is stopped instead, and the old one never noticed.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait

from localaws.hosting.endpoint import Endpoint, EndpointPlan
from localaws.hosting.instance import STOP_TIMEOUT, EndpointContext, Instance, Unhealthy
from localaws.hosting.model_data import ModelDataFailed
from localaws.hosting.router import Route
from localaws.hosting.variant import Variant
from localaws.runtime.health import Cancelled
from localaws.runtime.protocol import ImageNotFound, RuntimeRefused

# Longer than any request may take, so that only a defect could make it pass.
_DRAIN_TIMEOUT = 90.0
_LOOK = 0.5  # seconds between looks at whether the server ends
_HURRY = 5.0  # seconds from SIGTERM to SIGKILL when it does

log = logging.getLogger(__name__)


class EndpointDeployment:
    """What changes the fleet of one endpoint; its caller has claimed the endpoint."""

    def __init__(self, endpoint: Endpoint, context: EndpointContext) -> None:
        self._endpoint = endpoint
        self._context = context

    def create(self, plan: EndpointPlan) -> None:
        """The first deployment: InService, or Failed."""
        try:
            routes = self._start(plan.variants)
        except Cancelled:
            self._endpoint.settle("Failed", "The server ended while the endpoint was created.")
        except Exception as error:  # noqa: BLE001 - every reason ends in the endpoint's status
            self._endpoint.settle("Failed", _reason(error))
        else:
            self._endpoint.deployed(plan, routes)
            self._endpoint.settle("InService")

    def update(self, plan: EndpointPlan) -> None:
        """Replace the fleet: InService on the new configuration, or on the old with a reason."""
        old = _instances(self._endpoint.router.routes)
        try:
            routes = self._start(plan.variants)
        except Cancelled:
            self._endpoint.settle("InService", "The server ended while the endpoint was updated.")
            return
        except Exception as error:  # noqa: BLE001 - every reason ends in the endpoint's status
            self._endpoint.move("RollingBack")
            self._endpoint.settle("InService", _reason(error))
            return
        self._endpoint.deployed(plan, routes)
        policy = plan.deployment.get("BlueGreenUpdatePolicy", {})
        bake = policy.get("TrafficRoutingConfiguration", {}).get("WaitIntervalInSeconds", 0)
        self._endpoint.cancelled.wait(bake + policy.get("TerminationWaitInSeconds", 0))
        self._retire(old)
        self._endpoint.settle("InService")

    def rescale(self, plan: EndpointPlan) -> None:
        """Give the same variants other weights and other numbers of instances."""
        added: list[Instance] = []
        routes: list[Route] = []
        surplus: list[Instance] = []
        try:
            for route in self._endpoint.router.routes:
                variant = next(v for v in plan.variants if v.name == route.variant.name)
                serving = route.instances[: variant.instances]
                surplus += route.instances[variant.instances :]
                started = self._start_all([variant] * (variant.instances - len(serving)))
                added += started
                routes.append(Route(variant, (*serving, *started)))
        except Cancelled:
            self._endpoint.settle("InService", "The server ended while the endpoint was updated.")
        except Exception as error:  # noqa: BLE001 - every reason ends in the endpoint's status
            _stop_all(added)
            self._endpoint.move("RollingBack")
            self._endpoint.settle("InService", _reason(error))
        else:
            self._endpoint.deployed(plan, tuple(routes))
            self._retire(surplus)
            self._endpoint.settle("InService")

    def remove(self) -> None:
        """Let the endpoint answer what it has, then stop all of it."""
        old = _instances(self._endpoint.router.routes)
        self._endpoint.router.switch(())
        self._retire(old)
        self._endpoint.settled.set()

    def _retire(self, instances: list[Instance]) -> None:
        """Let instances without routes answer what they have, then stop them."""
        deadline = time.monotonic() + _DRAIN_TIMEOUT
        while not self._endpoint.router.drain(instances, _LOOK):
            if self._endpoint.cancelled.is_set() or time.monotonic() > deadline:
                log.warning("%s: stopped while it answered requests", self._endpoint.name)
                break
        # Whoever waits for the server to end has less patience than AWS has with a container.
        _stop_all(instances, _HURRY if self._endpoint.cancelled.is_set() else STOP_TIMEOUT)

    def _start(self, variants: tuple[Variant, ...]) -> tuple[Route, ...]:
        """Start the fleet of these variants; all of it is healthy, or none of it runs."""
        asked = [variant for variant in variants for _ in range(variant.instances)]
        instances = self._start_all(asked)
        return tuple(
            Route(variant, tuple(i for i in instances if i.variant == variant.name))
            for variant in variants
        )

    def _start_all(self, variants: list[Variant]) -> list[Instance]:
        """Start an instance for each entry, side by side.

        Raises:
            Exception: whatever the first one to fail raised; none of them runs then.
        """
        instances = [Instance(variant, self._context) for variant in variants]
        if not instances:
            return []
        given_up = _Either(self._endpoint.cancelled)
        with ThreadPoolExecutor(len(instances), f"start {self._endpoint.name}") as pool:
            starts: list[Future[None]] = [pool.submit(i.start, given_up) for i in instances]
            done, _ = wait(starts, return_when=FIRST_EXCEPTION)
            first = next((error for s in done if (error := s.exception()) is not None), None)
            if first is not None:
                given_up.set()
        if first is not None:
            _stop_all(instances)
            raise first
        return instances


class _Either(threading.Event):
    """An event that also counts as set once another one is."""

    def __init__(self, other: threading.Event) -> None:
        super().__init__()
        self._other = other

    def is_set(self) -> bool:
        return super().is_set() or self._other.is_set()


def _stop_all(instances: list[Instance], grace: float = STOP_TIMEOUT) -> None:
    """Stop them side by side: each may take its time to end."""
    threads = [
        threading.Thread(target=i.stop, args=(grace,), name=f"stop {i.stream}") for i in instances
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _instances(routes: Iterable[Route]) -> list[Instance]:
    return [instance for route in routes for instance in route.instances]


def _reason(error: Exception) -> str:
    if not isinstance(error, Unhealthy | ModelDataFailed | ImageNotFound | RuntimeRefused):
        log.error("a deployment failed", exc_info=error)
        return f"The request processing has failed because of an internal error: {error!r}"
    return str(error)[:1024]
