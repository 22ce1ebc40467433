"""Starts instances of an endpoint's variants, all or none, and stops them once they answer nobody."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable, Sequence

from localaws.hosting.endpoint import Endpoint
from localaws.hosting.instance import STOP_TIMEOUT, EndpointContext, Instance
from localaws.hosting.on_demand import OnDemand
from localaws.hosting.router import Route
from localaws.hosting.serving import Serving
from localaws.hosting.side_by_side import start_all, stop_all
from localaws.hosting.variant import Variant

# Longer than any request may take, so that only a defect could make it pass.
_DRAIN_TIMEOUT = 90.0
_LOOK = 0.5  # seconds between looks at whether the server ends
_HURRY = 5.0  # seconds from SIGTERM to SIGKILL when it does

log = logging.getLogger(__name__)


class Fleet:
    """What starts and stops the instances of one endpoint."""

    def __init__(self, endpoint: Endpoint, context: EndpointContext) -> None:
        self._endpoint = endpoint
        self._context = context

    def start(self, variants: Iterable[Variant]) -> tuple[Route, ...]:
        """Start all instances of these variants.

        Raises:
            Exception: as ``start_all``.
        """
        wanted = tuple(variants)
        instances = self.start_all([v for v in wanted for _ in range(v.instances)])
        return tuple(
            Route(variant, tuple(i for i in instances if i.variant == variant.name))
            for variant in wanted
        )

    def start_all(self, variants: Sequence[Variant]) -> list[Serving]:
        """Start an instance for each entry, side by side; all are healthy, or none runs.

        Raises:
            Exception: whatever the first one to fail raised; none of them runs then.
        """
        instances: list[Serving] = [
            Instance(variant, self._context)
            if variant.serverless is None
            else OnDemand(variant, self._context)
            for variant in variants
        ]
        start_all(instances, self._endpoint.cancelled, STOP_TIMEOUT)
        return instances

    def retire(self, instances: Sequence[Serving]) -> None:
        """Let instances without routes answer what they have, then stop them."""
        deadline = time.monotonic() + _DRAIN_TIMEOUT
        while not self._endpoint.router.drain(instances, _LOOK):
            if self._endpoint.cancelled.is_set() or time.monotonic() > deadline:
                log.warning("%s: stopped while it answered requests", self._endpoint.name)
                break
        # Whoever waits for the server to end has less patience than AWS has with a container.
        stop_all(instances, _HURRY if self._endpoint.cancelled.is_set() else STOP_TIMEOUT)


def instances_in(routes: Iterable[Route]) -> list[Serving]:
    """All instances of some routes."""
    return [instance for route in routes for instance in route.instances]
