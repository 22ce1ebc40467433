"""A whole new fleet beside the old one, which gets the requests in steps and then all of them.

Until the last step has baked, the old fleet is there to take all of them back at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from localaws.hosting.deployments.fleet import Fleet, instances_in
from localaws.hosting.deployments.split import split
from localaws.hosting.deployments.steps import Step, steps
from localaws.hosting.deployments.watching import Watching
from localaws.hosting.endpoint import Endpoint, EndpointPlan
from localaws.hosting.router import Route


class BlueGreen:
    """One such update. ``forward`` raises whatever it must not go on for; ``back`` undoes it then."""

    def __init__(
        self, endpoint: Endpoint, plan: EndpointPlan, fleet: Fleet, watching: Watching
    ) -> None:
        self._endpoint = endpoint
        self._plan = plan
        self._fleet = fleet
        self._watching = watching
        self._old = endpoint.fleet
        self._before = endpoint.router.routes
        self._new: tuple[Route, ...] = ()

    def forward(self) -> Iterator[float]:
        """Bring the new fleet into service; yields the seconds to wait."""
        variants = self._plan.variants
        launching = {v.name: f"Launching {v.instances} instance(s)." for v in variants}
        self._endpoint.come("Creating", launching)
        self._new = self._fleet.start(variants)
        for step in steps(self._plan.policy, max(v.instances for v in variants)):
            self._activate(step)
            yield from self._bake(step)
        self._endpoint.go(
            "Deleting",
            {r.variant.name: f"Terminating {len(r.instances)} instance(s)." for r in self._old},
        )
        self._fleet.retire(instances_in(self._old))
        self._endpoint.deployed(self._plan, self._new)

    def back(self) -> Iterator[float]:
        """Have the old fleet get everything again."""
        self._endpoint.send(self._before)
        self._fleet.retire(instances_in(self._new))
        yield from ()

    def give_up(self) -> None:
        """The server ends: whatever was begun is ended."""
        self._endpoint.send(self._before)
        self._fleet.retire(instances_in(self._new))

    def _activate(self, step: Step) -> None:
        self._endpoint.come("ActivatingTraffic", _said(self._plan, step.activating))
        routes = self._new if step.is_last else split(self._old, self._new, step.size)
        self._endpoint.send(routes)

    def _bake(self, step: Step) -> Iterator[float]:
        if step.bake:
            active = {v.name: step.size.instances(v.instances) for v in self._plan.variants}
            self._endpoint.come("Baking", _said(self._plan, step.baking), active)
        yield from self._watching.bake(step.bake)


def _said(plan: EndpointPlan, message: Callable[[int], str]) -> dict[str, str]:
    """The message for each variant, of its number of instances."""
    return {variant.name: message(variant.instances) for variant in plan.variants}
