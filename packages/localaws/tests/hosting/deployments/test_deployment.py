"""What a deployment starts and stops, in which order, and what the endpoint says of it."""

from __future__ import annotations

import threading
from pathlib import Path
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.hosting.deployments.deployment import EndpointDeployment
from localaws.hosting.endpoint import Endpoint, EndpointPlan
from localaws.runtime.protocol import ImageNotFound, Response

from ..conftest import eventually
from ..scripted import ScriptedContainer, ScriptedRuntime, context, endpoint, plan, variant


def script(container: ScriptedContainer) -> None:
    """Images are named after what comes of them."""
    if container.spec.image == "absent":
        raise ImageNotFound("no image absent")
    if container.spec.image == "ill":
        container.response = Response(500, {}, b"")


class Fleet:
    """An endpoint and its containers; ``statuses`` are those that it went through."""

    def __init__(self, folder: Path, first: EndpointPlan) -> None:
        self.runtime = ScriptedRuntime(script)
        self.statuses: list[str] = []
        self.endpoint: Endpoint = endpoint(first, self._announced)
        self.deployment = EndpointDeployment(
            self.endpoint, context(folder, self.runtime), Clock(), lambda alarm: None
        )
        self.deployment.create(first)

    def _announced(self, described: dict[str, Any]) -> None:
        self.statuses.append(described["EndpointStatus"])

    def claim(self, new: EndpointPlan) -> EndpointPlan:
        assert self.endpoint.claim("Updating", new)
        return new

    def update(self, new: EndpointPlan) -> None:
        """Update it, from beginning to end."""
        for _ in self.deployment.update(new):
            pass

    def described(self) -> tuple[str, str, str]:
        """The status, the configuration that serves and why no other does."""
        shown = self.endpoint.describe()
        return shown["EndpointStatus"], shown["EndpointConfigName"], shown.get("FailureReason", "")


def test_the_first_deployment_starts_every_instance_of_every_variant(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "x", instances=2), variant("b", "y")))
    assert sorted(fleet.runtime.running()) == ["x", "x", "y"]
    assert fleet.described() == ("InService", "of x", "")
    routes = fleet.endpoint.router.routes
    assert [(r.variant.name, [i.variant for i in r.instances]) for r in routes] == [
        ("a", ["a", "a"]),
        ("b", ["b"]),
    ]


def test_one_instance_that_fails_fails_the_whole_first_deployment(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "x"), variant("b", "absent")))
    assert fleet.described() == ("Failed", "of x", "no image absent")
    assert not fleet.runtime.running()
    assert not fleet.endpoint.serves


def test_a_new_fleet_serves_before_the_old_one_is_stopped(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "old")))
    new = fleet.claim(plan(variant("a", "new")))
    with fleet.endpoint.router.lease() as old:
        updating = threading.Thread(target=fleet.update, args=(new,))
        updating.start()
        eventually(lambda: fleet.endpoint.router.routes[0].instances[0] is not old)
        assert fleet.runtime.running() == ["old", "new"]
        assert fleet.endpoint.status == "Updating"
    updating.join(20)
    assert fleet.runtime.running() == ["new"]
    assert fleet.described() == ("InService", "of new", "")


def test_a_new_fleet_that_is_ill_is_stopped_and_the_old_one_serves_on(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "old")))
    fleet.update(fleet.claim(plan(variant("a", "ill"), variant("b", "new"))))
    status, configuration, reason = fleet.described()
    assert (status, configuration) == ("InService", "of old")
    assert "did not pass the ping health check" in reason
    assert fleet.statuses == ["InService", "Updating", "RollingBack", "InService"]
    assert fleet.runtime.running() == ["old"]


def test_a_rescaling_keeps_who_serves_and_starts_and_stops_the_difference(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "x", instances=2), variant("b", "y")))
    first = [route.instances for route in fleet.endpoint.router.routes]
    wanted = plan(variant("a", "x", instances=1, weight=0), variant("b", "y", instances=2))
    fleet.deployment.rescale(fleet.claim(wanted))
    a, b = fleet.endpoint.router.routes
    assert (a.variant.weight, a.instances) == (0, first[0][:1])
    assert (len(b.instances), b.instances[:1]) == (2, first[1])
    assert sorted(fleet.runtime.running()) == ["x", "y", "y"]
    assert fleet.endpoint.status == "InService"


def test_a_rescaling_that_fails_changes_nothing(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "x", instances=2), variant("b", "y")))
    before = fleet.endpoint.router.routes

    def no_further_y(container: ScriptedContainer) -> None:
        if container.spec.image == "y":
            container.end(1)

    fleet.runtime.script = no_further_y
    wanted = plan(variant("a", "x", instances=3), variant("b", "y", instances=3))
    fleet.deployment.rescale(fleet.claim(wanted))
    assert fleet.endpoint.router.routes == before
    assert sorted(fleet.runtime.running()) == ["x", "x", "y"]
    assert "RollingBack" in fleet.statuses
    assert fleet.endpoint.failure_reason


@pytest.mark.parametrize(("operation", "says"), [("update", "updated"), ("rescale", "updated")])
def test_the_end_of_the_server_gives_an_update_up(
    tmp_path: Path, operation: str, says: str
) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "x")))
    new = fleet.claim(plan(variant("a", "x", instances=2)))
    fleet.endpoint.cancelled.set()
    list(getattr(fleet.deployment, operation)(new) or ())
    reason = f"The server ended while the endpoint was {says}."
    assert fleet.described() == ("InService", "of x", reason)
    assert fleet.runtime.running() == ["x"]


def test_a_removal_stops_everything(tmp_path: Path) -> None:
    fleet = Fleet(tmp_path, plan(variant("a", "x", instances=2)))
    assert fleet.endpoint.claim("Deleting")
    fleet.deployment.remove()
    assert not fleet.runtime.running()
    assert not fleet.endpoint.router.routes
    assert fleet.endpoint.settled.is_set()
