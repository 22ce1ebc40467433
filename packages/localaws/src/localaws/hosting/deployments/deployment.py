"""What changes the fleet of one endpoint, and how each change ends in the endpoint's status."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator

from localaws.clock import Clock
from localaws.hosting.deployments.blue_green import BlueGreen
from localaws.hosting.deployments.fleet import Fleet, instances_in
from localaws.hosting.deployments.policy import Way
from localaws.hosting.deployments.rolling import Rolling
from localaws.hosting.deployments.watching import TakenBack, Watching
from localaws.hosting.endpoint import Endpoint, EndpointPlan
from localaws.hosting.instance import EndpointContext, Unhealthy
from localaws.hosting.on_demand import OnDemand
from localaws.hosting.router import Route
from localaws.hosting.serving import Serving
from localaws.runtime.health import Cancelled
from localaws.runtime.protocol import ImageNotFound, RuntimeRefused
from localaws.sagemaker.model_data import ModelDataFailed

_EXPECTED = (Unhealthy, ModelDataFailed, ImageNotFound, RuntimeRefused, TakenBack)
_ENDED = "The server ended while the endpoint was"

log = logging.getLogger(__name__)

# The state of an alarm by its name: OK, ALARM or INSUFFICIENT_DATA; None where there is no such alarm.
AlarmState = Callable[[str], str | None]


class EndpointDeployment:
    """What changes the fleet of one endpoint; its caller has claimed the endpoint."""

    def __init__(
        self, endpoint: Endpoint, context: EndpointContext, clock: Clock, alarm_state: AlarmState
    ) -> None:
        self._endpoint = endpoint
        self._fleet = Fleet(endpoint, context)
        self._clock = clock
        self._alarm_state = alarm_state

    def create(self, plan: EndpointPlan) -> None:
        """The first deployment: InService, or Failed."""
        try:
            routes = self._fleet.start(plan.variants)
        except Cancelled:
            self._endpoint.settle("Failed", f"{_ENDED} created.")
        except Exception as error:  # noqa: BLE001 - every reason ends in the endpoint's status
            self._endpoint.settle("Failed", _reason(error))
        else:
            self._endpoint.deployed(plan, routes)
            self._endpoint.settle("InService")

    def update(self, plan: EndpointPlan) -> Iterator[float]:
        """Replace the fleet: InService on the new configuration, or on the old with a reason.

        Yields the seconds for which there is nothing to do.
        """
        watching = Watching(self._endpoint, plan.policy, self._clock, self._alarm_state)
        kind = Rolling if plan.policy.way is Way.ROLLING else BlueGreen
        change = kind(self._endpoint, plan, self._fleet, watching)
        try:
            yield from change.forward()
        except Cancelled:
            change.give_up()
            self._endpoint.settle("InService", f"{_ENDED} updated.")
        except Exception as error:  # noqa: BLE001 - every reason ends in the endpoint's status
            yield from self._take_back(change, _reason(error))
        else:
            self._endpoint.settle("InService")

    def rescale(self, plan: EndpointPlan) -> None:
        """Give the same variants other weights and other numbers of instances."""
        added: list[Serving] = []
        routes: list[Route] = []
        surplus: list[Serving] = []
        self._tell_rescaling(plan)
        try:
            for route in self._endpoint.fleet:
                variant = next(v for v in plan.variants if v.name == route.variant.name)
                serving = route.instances[: variant.instances]
                surplus += route.instances[variant.instances :]
                for each in serving:
                    if isinstance(each, OnDemand):
                        each.adopt(variant)
                started = self._fleet.start_all([variant] * (variant.instances - len(serving)))
                added += started
                routes.append(Route(variant, (*serving, *started)))
        except Cancelled:
            self._fleet.retire(added)
            self._endpoint.settle("InService", f"{_ENDED} updated.")
        except Exception as error:  # noqa: BLE001 - every reason ends in the endpoint's status
            self._fleet.retire(added)
            self._endpoint.move("RollingBack")
            self._endpoint.settle("InService", _reason(error))
        else:
            self._endpoint.deployed(plan, tuple(routes))
            self._fleet.retire(surplus)
            self._endpoint.settle("InService")

    def remove(self) -> None:
        """Let the endpoint answer what it has, then stop all of it."""
        old = {
            id(i): i for i in instances_in((*self._endpoint.fleet, *self._endpoint.router.routes))
        }
        self._endpoint.backlog.close()
        self._endpoint.send(())
        self._fleet.retire(list(old.values()))
        self._endpoint.capturing.flush()
        self._endpoint.settled.set()

    def _take_back(self, change: BlueGreen | Rolling, reason: str) -> Iterator[float]:
        self._endpoint.move("RollingBack")
        try:
            yield from change.back()
        except Exception as error:  # noqa: BLE001 - every reason ends in the endpoint's status
            change.give_up()
            why = f"{_ENDED} rolled back." if isinstance(error, Cancelled) else _reason(error)
            said = f"{reason} The rollback failed as well: {why}"
            self._endpoint.settle("UpdateRollbackFailed", said[:1024])
        else:
            self._endpoint.settle("InService", reason)

    def _tell_rescaling(self, plan: EndpointPlan) -> None:
        now = {route.variant.name: len(route.instances) for route in self._endpoint.fleet}
        messages = {
            v.name: f"Scaling {'out' if v.instances > now[v.name] else 'in'} desired instance count "
            f"to {v.instances}."
            for v in plan.variants
            if v.instances != now[v.name]
        }
        if messages:
            self._endpoint.go("Updating", messages)


def _reason(error: Exception) -> str:
    if not isinstance(error, _EXPECTED):
        log.error("a deployment failed", exc_info=error)
        return f"The request processing has failed because of an internal error: {error!r}"
    return str(error)[:1024]
