"""A few instances at a time: a batch of new ones starts, gets its part of the requests, and as large a
part of the old ones is stopped.

Taken back, old instances start again in batches of their own, and new ones are stopped. Where not even
those start, the endpoint is left as it is: UpdateRollbackFailed
(https://docs.aws.amazon.com/sagemaker/latest/dg/deployment-guardrails-rolling.html).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from localaws.hosting.deployments.fleet import Fleet, instances_in
from localaws.hosting.deployments.policy import Size
from localaws.hosting.deployments.split import split
from localaws.hosting.deployments.steps import Step, steps
from localaws.hosting.deployments.watching import Watching
from localaws.hosting.endpoint import Endpoint, EndpointPlan
from localaws.hosting.router import Route
from localaws.hosting.serving import Serving


class Rolling:
    """One such update, of an endpoint of one variant. See ``BlueGreen`` for its methods."""

    def __init__(
        self, endpoint: Endpoint, plan: EndpointPlan, fleet: Fleet, watching: Watching
    ) -> None:
        self._endpoint = endpoint
        self._plan = plan
        self._fleet = fleet
        self._watching = watching
        (self._wanted,) = plan.variants
        self._former = endpoint.variants[0]
        self._old = instances_in(endpoint.fleet)
        self._all_old = len(self._old)
        self._new: list[Serving] = []

    def forward(self) -> Iterator[float]:
        """Replace batch by batch; yields the seconds to wait."""
        for step in steps(self._plan.policy, self._wanted.instances):
            self._grow(step)
            self._shrink_old()
            if step.bake:
                self._come("Baking", step.baking(self._wanted.instances))
            yield from self._watching.bake(step.bake)
        self._endpoint.deployed(self._plan, (Route(self._wanted, tuple(self._new)),))

    def back(self) -> Iterator[float]:
        """Bring the old instances back, batch by batch.

        Raises:
            Exception: one did not start; what runs then goes on.
        """
        yield from ()
        batch = self._plan.policy.rollback_size.instances(self._all_old)
        while (missing := self._all_old - len(self._old)) > 0:
            self._old += self._fleet.start_all([self._former] * min(batch, missing))
            still_missing = self._all_old - len(self._old)
            self._keep_new(self._wanted.instances * still_missing // self._all_old)
        self._keep_new(0)

    def give_up(self) -> None:
        """What could not be brought back stays: the endpoint has some of both."""
        both = Route(self._former, (*self._old, *self._new))
        self._endpoint.keep([both], Counter())

    def _grow(self, step: Step) -> None:
        more = step.size.instances(self._wanted.instances) - len(self._new)
        self._come("Creating", f"Launching {more} instance(s).")
        self._new += self._fleet.start_all([self._wanted] * more)
        self._come("ActivatingTraffic", step.activating(self._wanted.instances))

    def _shrink_old(self) -> None:
        """Stop as large a part of the old instances as there is of the new ones."""
        total = self._wanted.instances
        keeps = math.ceil(Fraction(self._all_old * (total - len(self._new)), total))
        surplus, self._old = self._old[keeps:], self._old[:keeps]
        self._send()
        if surplus:
            said = f"Terminating {len(surplus)} instance(s)."
            self._endpoint.go("Deleting", {self._former.name: said})
            self._fleet.retire(surplus)

    def _keep_new(self, keeps: int) -> None:
        """Stop the new instances but so many."""
        surplus, self._new = self._new[keeps:], self._new[:keeps]
        self._send()
        self._fleet.retire(surplus)

    def _send(self) -> None:
        """Have requests go to who is there, and the endpoint show it."""
        old = Route(self._former, tuple(self._old))
        new = Route(self._wanted, tuple(self._new))
        size = Size(len(self._new), is_percent=False)
        self._endpoint.keep([old], Counter({self._wanted.instance_type: len(self._new)}))
        self._endpoint.send(split([old], [new], size) if self._new else [old])

    def _come(self, status: str, message: str) -> None:
        self._endpoint.come(
            status, {self._wanted.name: message}, {self._wanted.name: len(self._new)}
        )
