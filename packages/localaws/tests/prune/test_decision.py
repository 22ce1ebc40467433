"""What stays of a home folder and why."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from localaws.prune.decision import Thing, Use, decide, removed

LONG_AGO, SINCE, NOW = 1.0, 100.0, 200.0
OURS = "123456789012.dkr.ecr.us-east-1.amazonaws.com/assets"


def image(name: str = "i", **change: Any) -> Thing:
    values: dict[str, Any] = {"made": LONG_AGO, "packages": Path(f"/environments/{name}")}
    return Thing("image", Path(f"/images/{name}"), name, **(values | change))


def environment(name: str = "i", **change: Any) -> Thing:
    values: dict[str, Any] = {"made": LONG_AGO} | change
    return Thing("environment", Path(f"/environments/{name}"), name, **values)


@pytest.mark.parametrize(
    ("change", "use", "reason"),
    [
        ({}, Use(identities=frozenset({"i"})), "refers to it"),
        ({}, Use(uris=frozenset({f"{OURS}@sha256:i"})), "refers to it"),
        ({"tags": (f"{OURS}:1",)}, Use(uris=frozenset({f"{OURS}:1"})), "refers to it"),
        ({"tags": ("example/sh:latest",)}, Use(uris=frozenset({"example/sh"})), "refers to it"),
        (
            {"tags": ("localaws-aws/x:1",)},
            Use(current=frozenset({"localaws-aws/x:1"})),
            "AWS's own",
        ),
        ({"tags": ("localaws-local-mode/x:latest",)}, Use(trying=True), "being tried"),
        ({"made": NOW}, Use(), "last hour"),
    ],
)
def test_an_image_that_is_used_stays_with_its_environment(
    change: dict[str, Any], use: Use, reason: str
) -> None:
    decisions = decide([environment(), image(**change)], use, SINCE)
    assert reason in str(decisions[0].reason)
    assert decisions[1].reason == "an image that stays needs it"
    assert not removed(decisions)


@pytest.mark.parametrize(
    ("change", "use"),
    [
        ({}, Use()),
        ({"tags": (f"{OURS}:1",)}, Use(uris=frozenset({f"{OURS}:2", "i"}))),
        ({"tags": ("localaws-aws/x:1",)}, Use(current=frozenset({"localaws-aws/x:2"}))),
        ({"tags": ("localaws-local-mode/x:latest",)}, Use()),
    ],
)
def test_one_that_nothing_uses_goes_before_its_environment(
    change: dict[str, Any], use: Use
) -> None:
    decisions = decide([environment(), image(**change)], use, SINCE)
    assert [thing.kind for thing in removed(decisions)] == ["image", "environment"]


def test_an_environment_stays_as_long_as_one_of_its_images_does() -> None:
    shared = Path("/environments/e")
    things = [environment("e"), image("old", packages=shared), image("new", packages=shared)]
    decisions = decide(things, Use(identities=frozenset({"new"})), SINCE)
    assert [thing.name for thing in removed(decisions)] == ["old"]


def test_half_an_environment_goes_unless_it_is_being_made() -> None:
    half = environment(made=NOW, whole=False)
    assert removed(decide([half], Use(), SINCE)) == [half]
    busy = environment(made=NOW, whole=False, busy=True)
    assert not removed(decide([busy], Use(), SINCE))


def test_what_killed_programs_left_goes() -> None:
    left = Thing("leftover", Path("/home/jobs"), "jobs")
    assert removed(decide([left], Use(trying=True), SINCE)) == [left]
