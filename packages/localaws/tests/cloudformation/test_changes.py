"""What has to change is told from what does not."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from localaws.clock import Clock
from localaws.cloudformation.changes import Action, action, changes
from localaws.cloudformation.stack import Change
from localaws.cloudformation.store import Store

from .stacks import THING, Things, asked, stack, thing

STANDING = Things().resource("A", Name="a", Size=1)


@pytest.mark.parametrize(
    ("changed", "needed"),
    [
        ({}, Action.KEEP),
        ({"outlives_stack": True}, Action.KEEP),
        ({"properties": {"Name": "a", "Size": 2}}, Action.UPDATE),
        ({"properties": {"Name": "a"}}, Action.UPDATE),
        ({"properties": {"Name": "b", "Size": 1}}, Action.REPLACE),
        ({"properties": {"Size": 1}}, Action.REPLACE),
        ({"kind": "Test::Other::Thing"}, Action.REPLACE),
    ],
)
def test_what_is_done_with_a_resource_that_stands(changed: dict[str, Any], needed: Action) -> None:
    assert action(STANDING, replace(STANDING, **changed)) is needed


def test_what_does_not_stand_is_made_and_what_was_skipped_stays_so() -> None:
    assert action(None, STANDING) is Action.CREATE
    skipped = replace(STANDING, handler=None)
    assert action(skipped, replace(skipped, properties={"Size": 2})) is Action.KEEP


def test_a_change_set_shows_what_comes_changes_and_goes() -> None:
    store = Store("123456789012", "us-east-1", Clock())
    before = asked(
        {"A": thing(Name="a", Size=1), "B": thing(Size=1), "C": thing(), "D": thing(), "F": thing()}
    )
    standing = stack(store, "s", wanted=before, resources={"A": STANDING})
    after = asked(
        {
            "A": thing(Name="b", Size=2),
            "B": thing(Size=2),
            "C": thing() | {"Metadata": {"x": 1}},
            "E": thing(),
            "F": thing(),
        }
    )
    assert changes(standing, after) == (
        Change("Add", "E", THING),
        Change("Modify", "A", THING, "a", ("Name", "Size"), frozenset({"Name"})),
        Change("Modify", "B", THING, None, ("Size",)),
        Change("Modify", "C", THING),
        Change("Remove", "D", THING),
    )
