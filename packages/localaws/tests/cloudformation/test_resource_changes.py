"""Resources are made in order, and put back in the opposite one when one of them fails."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.clock import Clock
from localaws.cloudformation import resource_changes
from localaws.cloudformation.errors import ReplacementNeeded, ResourceFailed
from localaws.cloudformation.means import NO_MEANS, Means
from localaws.cloudformation.resource_changes import ResourceChanges
from localaws.cloudformation.stack import Resource
from localaws.cloudformation.stack_values import StackValues
from localaws.cloudformation.store import Store
from localaws.cloudformation.types.handler import HalfMade, Made, Site

from .stacks import THING, Things, asked, thing


class Bench:
    """One pass over resources, with what it told."""

    def __init__(self, things: Things, *standing: Resource, means: Means = NO_MEANS) -> None:
        self.things = things
        self.standing = {each.logical_id: each for each in standing}
        self.told: list[str] = []
        site = Site("123456789012", "us-east-1", "stack", "arn:stack", "", means=means)
        self.changes = ResourceChanges(site, self.standing, self._tell)

    def bring_about(self, resources: dict[str, Any], **sections: Any) -> None:
        wanted = asked(resources, **sections)
        stack = Store("123456789012", "us-east-1", Clock()).new_stack("stack")
        evaluation = StackValues(stack, self.standing, lambda _: None).evaluation(wanted)
        self.changes.bring_about(wanted.template, evaluation)

    def _tell(self, status: str, resource: Resource, reason: str | None) -> None:
        self.told.append(f"{resource.logical_id} {status}")


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    made = Things()
    monkeypatch.setattr(resource_changes, "handler_for", {THING: made}.get)
    return made


CHAIN = {"A": thing(), "B": thing(after="A"), "C": thing(after="B", Fails=True)}


def test_what_was_made_is_deleted_the_last_first(things: Things) -> None:
    bench = Bench(things)
    with pytest.raises(ResourceFailed, match=r"\[C\]"):
        bench.bring_about(CHAIN)
    things.done.clear()
    assert bench.changes.roll_back() == []
    assert things.done == ["delete B", "delete A"]
    assert (bench.standing, things.there) == ({}, {})


def test_updates_and_creations_are_undone_the_last_first(things: Things) -> None:
    bench = Bench(things, things.resource("A", Size=1), things.resource("B", Size=1))
    wanted = {"A": thing(Size=2), "N": thing(after="A"), "B": thing(after="N", Size=2)}
    with pytest.raises(ResourceFailed):
        bench.bring_about({**wanted, "C": thing(after="B", Fails=True)})
    things.done.clear()
    assert bench.changes.roll_back() == []
    assert things.done == ["update B", "delete N", "update A"]
    assert things.there == {"A": {"Size": 1}, "B": {"Size": 1}}
    assert [each.properties for each in bench.standing.values()] == [{"Size": 1}, {"Size": 1}]


def test_an_update_that_failed_half_way_is_undone_as_well(things: Things) -> None:
    bench = Bench(things, things.resource("A", Size=1))
    with pytest.raises(ResourceFailed):
        bench.bring_about({"A": thing(Size=2, Fails=True)})
    assert bench.changes.roll_back() == []
    assert things.done == ["update A", "update A"]
    assert things.there == {"A": {"Size": 1}}


def test_what_cannot_be_put_back_is_named_and_the_rest_goes_on(things: Things) -> None:
    bench = Bench(things)
    things.stuck.add("B")
    with pytest.raises(ResourceFailed):
        bench.bring_about(CHAIN)
    assert bench.changes.roll_back() == ["B"]
    assert list(things.there) == ["B"]
    assert bench.told[-4:] == [
        "B DELETE_IN_PROGRESS",
        "B DELETE_FAILED",
        "A DELETE_IN_PROGRESS",
        "A DELETE_COMPLETE",
    ]


def test_what_left_the_template_is_deleted_the_last_first_and_only_in_the_end(
    things: Things,
) -> None:
    bench = Bench(things, things.resource("A"), things.resource("B"), things.resource("C"))
    bench.bring_about({"C": thing(), "D": thing()})
    assert things.done == ["create D"]
    bench.changes.clean_up()
    assert things.done == ["create D", "delete B", "delete A"]
    assert list(bench.standing) == ["C", "D"]


def test_what_left_the_template_comes_back_when_all_is_undone(things: Things) -> None:
    bench = Bench(things, things.resource("A"))
    bench.bring_about({"B": thing()})
    assert bench.changes.roll_back() == []
    assert (list(bench.standing), list(things.there)) == (["A"], ["A"])


def test_a_replacement_stands_before_the_old_one_goes(things: Things) -> None:
    bench = Bench(things, things.resource("A", Name="old"))
    bench.bring_about({"A": thing(Name="new")})
    bench.changes.clean_up()
    assert things.done == ["create new", "delete old"]
    assert bench.standing["A"].made.physical_id == "new"


def test_a_replaced_resource_comes_back_when_all_is_undone(things: Things) -> None:
    bench = Bench(things, things.resource("A", Name="old"))
    with pytest.raises(ResourceFailed):
        bench.bring_about({"A": thing(Name="new"), "B": thing(after="A", Fails=True)})
    assert bench.changes.roll_back() == []
    assert bench.standing["A"].made.physical_id == "old"
    assert list(things.there) == ["old"]


def test_an_update_that_no_update_can_make_is_a_replacement(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    def update(*of: Any) -> Any:
        raise ReplacementNeeded("no")

    monkeypatch.setattr(things, "update", update)
    bench = Bench(things, things.resource("A", Size=1))
    bench.bring_about({"A": thing(Size=2)})
    assert things.done == ["create A"]
    assert bench.told == [
        "A UPDATE_IN_PROGRESS",
        "A CREATE_IN_PROGRESS",
        "A CREATE_COMPLETE",
    ]
    assert bench.changes.roll_back() == [], "there is no update to undo"


def test_all_are_deleted_the_last_made_first_but_for_those_that_stay(things: Things) -> None:
    bench = Bench(things)
    bench.bring_about(
        {
            "A": thing(),
            "B": thing(after="A") | {"DeletionPolicy": "Retain"},
            "C": thing(after="B"),
        }
    )
    things.stuck.add("C")
    things.done.clear()
    assert bench.changes.delete_all() == ["C"]
    assert things.done == ["delete C", "delete A"]
    assert list(things.there) == ["B", "C"]


def test_a_replaced_resource_stays_where_its_policy_says_so(things: Things) -> None:
    bench = Bench(things, things.resource("A", Name="old"))
    bench.bring_about({"A": thing(Name="new") | {"UpdateReplacePolicy": "Retain"}})
    bench.changes.clean_up()
    assert list(things.there) == ["old", "new"]
    assert bench.told[-1] == "A DELETE_SKIPPED"


def test_what_is_retained_is_deleted_all_the_same_when_its_creation_is_undone(
    things: Things,
) -> None:
    bench = Bench(things)
    with pytest.raises(ResourceFailed):
        bench.bring_about({**CHAIN, "A": thing() | {"DeletionPolicy": "Retain"}})
    assert bench.changes.roll_back() == []
    assert things.there == {}


def test_a_resource_whose_condition_does_not_hold_is_not_made(things: Things) -> None:
    never = {"Fn::Equals": ["a", "b"]}
    bench = Bench(things, things.resource("B"))
    bench.bring_about(
        {name: thing() | {"Condition": "Never"} for name in ("A", "B")}, Conditions={"Never": never}
    )
    bench.changes.clean_up()
    assert (bench.standing, things.done) == ({}, ["delete B"])


def test_a_type_that_is_not_there_fails_by_its_name(things: Things) -> None:
    bench = Bench(things)
    with pytest.raises(ResourceFailed, match=r"Test::No::Thing.*--skip-unsupported-types"):
        bench.bring_about({"A": {"Type": "Test::No::Thing"}})
    assert (bench.told[-1], bench.standing) == ("A CREATE_FAILED", {})


def test_a_type_that_is_not_there_is_skipped_where_the_user_says_so(things: Things) -> None:
    bench = Bench(things, means=Means(skips_unsupported=True))
    bench.bring_about({"A": {"Type": "Test::No::Thing"}})
    assert bench.standing["A"].handler is None
    assert bench.changes.delete_all() == []


def test_of_what_failed_half_way_the_half_is_deleted(
    things: Things, monkeypatch: pytest.MonkeyPatch
) -> None:
    def create(*of: Any) -> Any:
        things.there["half"] = {}
        raise HalfMade("it broke", Made("half"))

    monkeypatch.setattr(things, "create", create)
    bench = Bench(things)
    with pytest.raises(ResourceFailed, match="it broke"):
        bench.bring_about({"A": thing()})
    assert bench.standing["A"].made.physical_id == "half"
    assert bench.changes.roll_back() == []
    assert (things.there, bench.standing) == ({}, {})


@pytest.fixture
def renaming(things: Things, monkeypatch: pytest.MonkeyPatch) -> Things:
    """Things that an update calls by their size."""

    def update(site: Site, made: Made, old: Any, new: Any) -> Made:
        things.done.append(f"update {made.physical_id} to {new['Size']}")
        things.there[new["Size"]] = new
        return Made(new["Size"])

    monkeypatch.setattr(things, "update", update)
    return things


def test_what_an_update_called_otherwise_is_another_one_and_the_former_goes(
    renaming: Things,
) -> None:
    bench = Bench(renaming, renaming.resource("A", Size="A"))
    bench.bring_about({"A": thing(Size="B")})
    assert list(renaming.there) == ["A", "B"]
    bench.changes.clean_up()
    assert list(renaming.there) == ["B"]
    assert bench.told[-2:] == ["A DELETE_IN_PROGRESS", "A DELETE_COMPLETE"]


def test_a_rollback_updates_the_new_one_back_and_deletes_it(renaming: Things) -> None:
    bench = Bench(renaming, renaming.resource("A", Size="A"))
    with pytest.raises(ResourceFailed):
        bench.bring_about({"A": thing(Size="B"), "C": thing(after="A", Fails=True)})
    renaming.done.clear()
    assert bench.changes.roll_back() == []
    assert renaming.done == ["update B to A", "delete B"]
    assert bench.standing["A"].made.physical_id == "A"
