"""What an endpoint says of itself at each step."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from localaws.hosting.endpoint import IN_PROGRESS, Endpoint
from localaws.hosting.instance import Instance
from localaws.hosting.router import Route

from .scripted import ScriptedRuntime, context, endpoint, plan, variant

OLD, NEW = plan(variant("a", "old")), plan(variant("a", "new", instances=3, weight=2.0))


@pytest.fixture
def heard() -> list[str]:
    return []


@pytest.fixture
def made(heard: list[str]) -> Endpoint:
    return endpoint(OLD, lambda described: heard.append(described["EndpointStatus"]))


def routes(of: Any, folder: Path) -> tuple[Route, ...]:
    around = context(folder, ScriptedRuntime())
    return tuple(
        Route(v, tuple(Instance(v, around) for _ in range(v.instances))) for v in of.variants
    )


def test_it_is_claimed_by_one_at_a_time(made: Endpoint, heard: list[str]) -> None:
    assert not made.claim("Deleting")
    made.settle("InService")
    assert made.claim("Updating", NEW, Counter({"ml.m5.large": 3}))
    assert not made.claim("Updating", OLD)
    assert heard == ["InService", "Updating"]
    assert made.status in IN_PROGRESS
    assert not made.settled.is_set()


def test_what_it_uses_is_counted_from_the_claim_on(made: Endpoint, tmp_path: Path) -> None:
    assert made.in_use == {"ml.m5.large": 1}
    made.deployed(OLD, routes(OLD, tmp_path))
    made.settle("InService")
    assert made.in_use == {"ml.m5.large": 1}
    made.claim("Updating", NEW, Counter({"ml.m5.large": 3}))
    assert made.in_use == {"ml.m5.large": 4}
    made.deployed(NEW, routes(NEW, tmp_path))
    assert made.in_use == {"ml.m5.large": 3}


def test_what_failed_to_start_is_not_in_use(made: Endpoint) -> None:
    made.settle("Failed", "why")
    assert not made.in_use
    assert made.describe()["FailureReason"] == "why"


def test_variants_are_shown_once_they_serve(made: Endpoint, tmp_path: Path) -> None:
    assert "ProductionVariants" not in made.describe()
    assert not made.serves
    made.deployed(OLD, routes(OLD, tmp_path))
    assert made.serves
    (shown,) = made.describe()["ProductionVariants"]
    assert shown["DeployedImages"][0]["SpecifiedImage"] == "old"
    made.claim("Deleting")
    made.settle("InService")
    assert made.claim("Deleting")
    assert not made.serves


def test_an_update_shows_what_is_deployed_and_beside_it_what_comes(
    made: Endpoint, tmp_path: Path
) -> None:
    made.deployed(OLD, routes(OLD, tmp_path))
    made.settle("InService")
    made.claim("Updating", NEW)
    made.come("Baking", {"a": "for a while"}, {"a": 1})
    described = made.describe()
    (shown,) = described["ProductionVariants"]
    assert (shown["CurrentWeight"], shown["DesiredWeight"]) == (1.0, 1.0)
    assert (shown["CurrentInstanceCount"], shown["DesiredInstanceCount"]) == (1, 1)
    assert described["EndpointConfigName"] == "of old"
    pending = described["PendingDeploymentSummary"]
    assert pending["EndpointConfigName"] == "of new"
    (coming,) = pending["ProductionVariants"]
    assert (coming["CurrentInstanceCount"], coming["DesiredInstanceCount"]) == (1, 3)
    (stage,) = coming["VariantStatus"]
    assert (stage["Status"], stage["StatusMessage"]) == ("Baking", "for a while")
    made.deployed(NEW, routes(NEW, tmp_path))
    made.settle("InService")
    described = made.describe()
    assert described["EndpointConfigName"] == "of new"
    assert "PendingDeploymentSummary" not in described
    assert "VariantStatus" not in described["ProductionVariants"][0]


def test_a_rescaling_shows_what_is_desired(made: Endpoint, tmp_path: Path) -> None:
    made.deployed(OLD, routes(OLD, tmp_path))
    made.settle("InService")
    made.claim("Updating", NEW, is_rescaling=True)
    made.go("Updating", {"a": "more"})
    described = made.describe()
    (shown,) = described["ProductionVariants"]
    assert (shown["CurrentWeight"], shown["DesiredWeight"]) == (1.0, 2.0)
    assert (shown["CurrentInstanceCount"], shown["DesiredInstanceCount"]) == (1, 3)
    assert [stage["Status"] for stage in shown["VariantStatus"]] == ["Updating"]
    assert "PendingDeploymentSummary" not in described


def test_the_last_deployments_policy_is_shown_where_it_had_one(
    made: Endpoint, tmp_path: Path
) -> None:
    assert "LastDeploymentConfig" not in made.describe()
    policy: dict[str, Any] = {"AutoRollbackConfiguration": {"Alarms": []}}
    made.deployed(plan(variant(), **policy), routes(OLD, tmp_path))
    assert made.describe()["LastDeploymentConfig"] == policy
