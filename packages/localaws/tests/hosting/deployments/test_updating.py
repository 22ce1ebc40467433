"""Updates in steps, on a clock that the test moves: who gets the requests, and who takes them back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.hosting.deployments.deployment import EndpointDeployment
from localaws.hosting.deployments.policy import for_change
from localaws.hosting.endpoint import Endpoint, EndpointPlan
from localaws.runtime.protocol import ImageNotFound

from ..scripted import ScriptedContainer, ScriptedRuntime, context, endpoint, variant
from .test_policy import blue_green, rolling, size

ONE = size(1, "INSTANCE_COUNT")
CANARY = blue_green("CANARY", CanarySize=ONE, TerminationWaitInSeconds=300)
ALARM = {"AutoRollbackConfiguration": {"Alarms": [{"AlarmName": "errors"}]}}


class StandingClock(Clock):
    """Time that only passes when it is moved."""

    def __init__(self) -> None:
        super().__init__()
        self.stands_at = 1_700_000_000.0

    def seconds(self) -> float:
        return self.stands_at


class Update:
    """An endpoint of three old instances, and an update of it that a test takes further."""

    def __init__(self, folder: Path, deployment: dict[str, Any], instances: int = 3) -> None:
        self.runtime = ScriptedRuntime(self._start)
        self.absent: set[str] = set()
        self.alarm: str | None = "OK"
        self.clock = StandingClock()
        self.statuses: list[str] = []
        self.stages: list[str] = []
        old = EndpointPlan("of old", (variant("a", "old", 3),), {})
        self.endpoint: Endpoint = endpoint(old, self._status, self._stage, self.clock)
        self.deployment = EndpointDeployment(
            self.endpoint, context(folder, self.runtime), self.clock, lambda name: self.alarm
        )
        self.deployment.create(old)
        new = (variant("a", "new", instances),)
        how = for_change(deployment, old.variants, new)
        plan = EndpointPlan("of new", new, deployment, how)
        assert self.endpoint.claim("Updating", plan)
        self._pieces: Iterator[float] = self.deployment.update(plan)

    def _start(self, container: ScriptedContainer) -> None:
        if container.spec.image in self.absent:
            raise ImageNotFound(f"no image {container.spec.image}")

    def _status(self, described: dict[str, Any]) -> None:
        self.statuses.append(described["EndpointStatus"])

    def _stage(self, described: dict[str, Any]) -> None:
        pending = described["PendingDeploymentSummary"]["ProductionVariants"][0]
        (stage,) = pending["VariantStatus"]
        self.stages.append(stage["Status"])

    def until(self, seconds: float) -> bool:
        """Let so many seconds pass; whether it is still under way."""
        end = self.clock.stands_at + seconds
        while (wait := next(self._pieces, None)) is not None:
            if self.clock.stands_at + wait > end:
                self.clock.stands_at = end
                return True
            self.clock.stands_at += wait
        return False

    def shares(self) -> list[tuple[str, int, float]]:
        """The image, the number of instances and the part of the requests of each route."""
        routes = self.endpoint.router.routes
        total = sum(route.weight for route in routes)
        return [
            (r.variant.model.name, len(r.instances), round(r.weight / total, 2)) for r in routes
        ]

    def ended(self) -> tuple[str, str]:
        shown = self.endpoint.describe()
        return shown["EndpointStatus"], shown["EndpointConfigName"]


def test_a_canary_gets_a_part_of_the_requests_then_all(tmp_path: Path) -> None:
    update = Update(tmp_path, CANARY)
    assert update.until(59)
    assert update.shares() == [("old", 3, 0.67), ("new", 1, 0.33)]
    assert update.ended() == ("Updating", "of old")
    assert update.until(60)
    assert update.shares() == [("new", 3, 1.0)]
    assert update.ended() == ("Updating", "of old")
    assert len(update.runtime.running()) == 6
    assert not update.until(300)
    assert update.ended() == ("InService", "of new")
    assert update.runtime.running() == ["new"] * 3
    assert update.endpoint.describe()["LastDeploymentConfig"] == CANARY
    expected = ["Creating", "ActivatingTraffic", "Baking", "ActivatingTraffic", "Baking", "Baking"]
    assert update.stages == expected


def test_linear_steps_take_over_bit_by_bit(tmp_path: Path) -> None:
    linear = blue_green("LINEAR", LinearStepSize=size(50), TerminationWaitInSeconds=0)
    update = Update(tmp_path, linear)
    assert update.until(59)
    assert update.shares() == [("old", 3, 0.5), ("new", 2, 0.5)]
    assert not update.until(60)
    assert update.ended() == ("InService", "of new")


@pytest.mark.parametrize("after", [30, 90])
def test_an_alarm_takes_it_back_at_any_step(tmp_path: Path, after: float) -> None:
    update = Update(tmp_path, CANARY | ALARM)
    assert update.until(after)
    update.alarm = "ALARM"
    assert not update.until(60)
    assert update.ended() == ("InService", "of old")
    assert update.statuses == ["InService", "Updating", "RollingBack", "InService"]
    assert "CloudWatch alarms in the state ALARM: errors." in (update.endpoint.failure_reason or "")
    assert update.shares() == [("old", 3, 1.0)]
    assert update.runtime.running() == ["old"] * 3
    assert "LastDeploymentConfig" not in update.endpoint.describe()


@pytest.mark.parametrize("state", ["OK", "INSUFFICIENT_DATA", None])
def test_no_other_state_takes_it_back(tmp_path: Path, state: str | None) -> None:
    update = Update(tmp_path, CANARY | ALARM)
    update.alarm = state
    assert not update.until(1000)
    assert update.ended() == ("InService", "of new")


def test_one_that_takes_too_long_is_taken_back(tmp_path: Path) -> None:
    slow = blue_green("CANARY", CanarySize=ONE, MaximumExecutionTimeoutInSeconds=600)
    update = Update(tmp_path, slow)
    assert update.until(50)
    update.clock.stands_at += 600
    assert not update.until(0)
    assert update.ended() == ("InService", "of old")
    assert "within the 600 seconds" in (update.endpoint.failure_reason or "")


def test_the_end_of_the_server_ends_the_new_fleet(tmp_path: Path) -> None:
    update = Update(tmp_path, CANARY)
    assert update.until(30)
    update.endpoint.cancelled.set()
    assert not update.until(30)
    assert update.runtime.running() == ["old"] * 3
    assert update.endpoint.settled.is_set()


def test_a_rolling_update_needs_no_more_than_a_batch_beside_the_fleet(tmp_path: Path) -> None:
    update = Update(tmp_path, rolling(ONE))
    assert update.until(59)
    assert update.shares() == [("old", 2, 0.67), ("new", 1, 0.33)]
    assert sorted(update.runtime.running()) == ["new", "old", "old"]
    assert update.endpoint.in_use == {"ml.m5.large": 3}
    assert update.until(60)
    assert update.shares() == [("old", 1, 0.33), ("new", 2, 0.67)]
    assert update.until(60)
    assert update.shares() == [("new", 3, 1.0)]
    assert not update.until(60)
    assert update.ended() == ("InService", "of new")
    assert update.runtime.running() == ["new"] * 3


def test_a_rolling_update_to_more_instances_keeps_an_old_one_to_the_last_batch(
    tmp_path: Path,
) -> None:
    update = Update(tmp_path, rolling(size(2, "INSTANCE_COUNT")), instances=5)
    assert update.until(119)
    assert update.shares() == [("old", 1, 0.2), ("new", 4, 0.8)]
    assert not update.until(121)
    assert update.shares() == [("new", 5, 1.0)]


@pytest.mark.parametrize("back", [{}, {"RollbackMaximumBatchSize": ONE}])
def test_a_rolling_update_is_taken_back_by_starting_the_old_again(
    tmp_path: Path, back: dict[str, Any]
) -> None:
    update = Update(tmp_path, rolling(ONE, **back) | ALARM)
    assert update.until(119)
    update.alarm = "ALARM"
    assert not update.until(60)
    assert update.ended() == ("InService", "of old")
    assert update.shares() == [("old", 3, 1.0)]
    assert update.runtime.running() == ["old"] * 3
    assert update.endpoint.in_use == {"ml.m5.large": 3}


def test_a_batch_that_does_not_start_is_taken_back(tmp_path: Path) -> None:
    update = Update(tmp_path, rolling(ONE))
    assert update.until(59)
    update.absent.add("new")
    assert not update.until(60)
    assert update.ended() == ("InService", "of old")
    assert update.endpoint.failure_reason == "no image new"


def test_where_nothing_old_starts_either_both_go_on(tmp_path: Path) -> None:
    update = Update(tmp_path, rolling(ONE) | ALARM)
    assert update.until(59)
    update.absent.add("old")
    update.alarm = "ALARM"
    assert not update.until(60)
    assert update.ended() == ("UpdateRollbackFailed", "of old")
    assert "The rollback failed as well: no image old" in (update.endpoint.failure_reason or "")
    assert sorted(update.runtime.running()) == ["new", "old", "old"]
    assert update.shares() == [("old", 2, 0.67), ("new", 1, 0.33)]
    assert update.endpoint.claim("Deleting")
    update.deployment.remove()
    assert not update.runtime.running()


def test_new_instances_go_even_where_no_old_one_is_missing_yet(tmp_path: Path) -> None:
    update = Update(tmp_path, rolling(ONE) | ALARM, instances=5)
    assert update.until(30)
    assert update.shares() == [("old", 3, 0.8), ("new", 1, 0.2)]
    update.alarm = "ALARM"
    assert not update.until(60)
    assert update.shares() == [("old", 3, 1.0)]
    assert update.runtime.running() == ["old"] * 3
