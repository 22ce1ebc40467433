"""Which instance answers a request: by the variants' weights, and never one that is being stopped.

The routes of an endpoint are replaced at once. A request takes a lease on an instance under the
same lock, so that an instance without routes gets no further request and can be drained.
"""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from localaws.hosting.serving import Serving
from localaws.hosting.variant import Variant


class NoSuchVariant(Exception):
    """TargetVariant names none of the endpoint's variants."""


class NoneReady(Exception):
    """Every instance that might answer is starting again."""


@dataclass(frozen=True)
class Route:
    """A variant and the instances that run it.

    Attributes:
        share: its weight where that is not the variant's own: while a fleet takes over from another.
    """

    variant: Variant
    instances: tuple[Serving, ...]
    share: float | None = None

    @property
    def weight(self) -> float:
        """How often it is chosen, in proportion to the others."""
        return self.variant.weight if self.share is None else self.share


def choose(weights: Sequence[float], draw: float) -> int:
    """The index that ``draw`` in [0, 1) falls on when each index has its weight's share.

    An index of weight 0 is never chosen.

    Raises:
        ValueError: no weight is above 0.
    """
    point = draw * sum(weights)
    last = -1
    for index, weight in enumerate(weights):
        if weight > 0:
            last = index
            if point < weight:
                return index
            point -= weight
    if last < 0:
        raise ValueError("no weight is above 0")
    return last  # rounding may leave a little beyond the last share


class TrafficRouter:
    """The routes of one endpoint."""

    def __init__(self) -> None:
        self._routes: tuple[Route, ...] = ()
        self._changed = threading.Condition()

    @property
    def routes(self) -> tuple[Route, ...]:
        return self._routes

    def instances_of(self, variant: str) -> int:
        """How many instances a variant has, whether they are ready or not."""
        return sum(len(each.instances) for each in self._routes if each.variant.name == variant)

    def switch(self, routes: tuple[Route, ...]) -> None:
        """From now on requests go to these, and to no other."""
        with self._changed:
            self._routes = routes

    @contextmanager
    def lease(self, target: str | None = None, *, shadow: bool = False) -> Iterator[Serving]:
        """An instance to send one request to; it is not stopped before the lease ends.

        One of a shadow variant has to be asked for so.

        Raises:
            NoSuchVariant: there is no variant ``target``.
            NoneReady: no instance can answer now.
        """
        with self._changed:
            instance = self._pick(target, shadow=shadow)
            instance.in_flight += 1
        try:
            yield instance
        finally:
            with self._changed:
                instance.in_flight -= 1
                self._changed.notify_all()

    def drain(self, instances: Sequence[Serving], timeout: float) -> bool:
        """Wait until these answer no request any more; False if they still do at ``timeout``."""
        deadline = time.monotonic() + timeout
        with self._changed:
            return self._changed.wait_for(
                lambda: all(instance.in_flight == 0 for instance in instances),
                deadline - time.monotonic(),
            )

    def shadows(self) -> list[tuple[str, float]]:
        """The shadow variants, each with the part of all requests of which it gets a copy."""
        routes = self._routes
        production = sum(each.weight for each in routes if not each.variant.is_shadow)
        return [
            (each.variant.name, each.weight / production)
            for each in routes
            if each.variant.is_shadow and production
        ]

    def _pick(self, target: str | None, *, shadow: bool) -> Serving:
        routes = tuple(each for each in self._routes if each.variant.is_shadow == shadow)
        if target is not None:
            routes = tuple(route for route in routes if route.variant.name == target)
            if not routes:
                raise NoSuchVariant(target)
        weights = [route.weight for route in routes]
        if any(weight > 0 for weight in weights):
            route = routes[choose(weights, random.random())]
        elif target is not None:
            route = routes[0]  # whoever names a variant gets it, whatever its weight
        else:
            raise NoneReady
        ready = [instance for instance in route.instances if instance.ready]
        if not ready:
            raise NoneReady
        return random.choice(ready)
