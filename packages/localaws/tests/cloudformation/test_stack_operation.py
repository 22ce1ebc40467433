"""Stacks: what is deployed is there, what fails is undone and says why, what is skipped is named."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.clock import Clock
from localaws.cloudformation import resource_changes, stack_operation
from localaws.cloudformation.stack import Stack
from localaws.cloudformation.store import Store

from ..cloud import Cloud, group
from .machines import BROKEN, PASS, machine
from .stacks import THING, Things, asked, thing


def retention(cloud: Cloud, name: str) -> int | None:
    groups = cloud.aws.client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return groups[0].get("retentionInDays") if groups else None


def test_outputs_come_with_the_first_deploy_and_change_with_the_second(cloud: Cloud) -> None:
    outputs = {"Group": {"Value": {"Ref": "G"}}}
    first = cloud.deploy("outputs", {"G": group("/outputs/one", 7)}, Outputs=outputs)
    assert first["StackStatus"] == "CREATE_COMPLETE"
    assert [o["OutputValue"] for o in first["Outputs"]] == ["/outputs/one"]
    second = cloud.deploy("outputs", {"G": group("/outputs/two", 7)}, Outputs=outputs)
    assert second["StackStatus"] == "UPDATE_COMPLETE"
    assert [o["OutputValue"] for o in second["Outputs"]] == ["/outputs/two"]
    assert retention(cloud, "/outputs/one") is None, "a replaced resource is deleted"


def test_an_update_keeps_the_resource(cloud: Cloud) -> None:
    cloud.deploy("update", {"G": group("/update", 7)})
    cloud.deploy("update", {"G": group("/update", 30)})
    assert retention(cloud, "/update") == 30


def test_a_resource_that_left_the_template_is_deleted(cloud: Cloud) -> None:
    cloud.deploy("leaving", {"A": group("/leaving/a", 7), "B": group("/leaving/b", 7)})
    cloud.deploy("leaving", {"A": group("/leaving/a", 7)})
    assert retention(cloud, "/leaving/b") is None
    resources = cloud.stacks.list_stack_resources(StackName="leaving")["StackResourceSummaries"]
    assert [r["LogicalResourceId"] for r in resources] == ["A"]


def test_a_failed_creation_is_rolled_back_with_the_reason(cloud: Cloud) -> None:
    failed = {**machine("bad-new", BROKEN), "DependsOn": "G"}
    stack = cloud.deploy("bad-new", {"G": group("/bad-new", 7), "M": failed})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("Missing 'Next' target: Nowhere" in reason for reason in cloud.reasons("bad-new"))
    assert retention(cloud, "/bad-new") is None


def test_a_failed_update_brings_everything_back(cloud: Cloud) -> None:
    cloud.deploy("bad-update", {"G": group("/bad-update", 7), "M": machine("bad-update", PASS)})
    changed = {
        "G": group("/bad-update", 30),
        "New": {**group("/bad-update-new", 7), "DependsOn": "G"},
        "M": {**machine("bad-update", BROKEN), "DependsOn": "New"},
    }
    stack = cloud.deploy("bad-update", changed)
    assert stack["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    assert retention(cloud, "/bad-update") == 7
    assert retention(cloud, "/bad-update-new") is None
    again = cloud.deploy("bad-update", {"G": group("/bad-update", 14)})
    assert again["StackStatus"] == "UPDATE_COMPLETE"


def test_a_retained_resource_outlives_its_stack(cloud: Cloud) -> None:
    retained = {**group("/retained", 7), "DeletionPolicy": "Retain"}
    cloud.deploy("retained", {"G": retained})
    cloud.stacks.delete_stack(StackName="retained")
    assert not cloud.exists("retained")
    assert retention(cloud, "/retained") == 7


@pytest.mark.parametrize(
    ("template", "says"),
    [
        ({"Resources": {}}, "At least one Resources member"),
        (
            {"Resources": {"G": group("/x", 1)}, "Transform": "AWS::Serverless-2016-10-31"},
            "Transform",
        ),
    ],
)
def test_a_template_that_cannot_be_is_refused(
    cloud: Cloud, template: dict[str, Any], says: str
) -> None:
    with pytest.raises(ClientError, match=says):
        cloud.stacks.create_stack(StackName="refused", TemplateBody=json.dumps(template))


@pytest.fixture
def things(monkeypatch: pytest.MonkeyPatch) -> Things:
    made = Things()
    monkeypatch.setattr(resource_changes, "handler_for", {THING: made}.get)
    return made


def statuses(store: Store, stack: Stack) -> list[str]:
    """What the stack itself went through, the first first."""
    return [e.status for e in reversed(store.events(stack)) if e.logical_id == stack.name]


def test_a_stack_goes_through_its_statuses(things: Things) -> None:
    store = Store("123456789012", "us-east-1", Clock())
    first = asked({"A": thing()}, Outputs={"O": {"Value": {"Ref": "A"}}})
    made = stack_operation.create(store, replace(store.new_stack("s"), wanted=first))
    assert [output.value for output in made.outputs] == ["A"]
    changed = stack_operation.update(store, made, asked({"A": thing(Size=2)}))
    assert (changed.outputs, store.find("s")) == ((), changed)
    gone = stack_operation.delete(store, changed)
    assert statuses(store, gone) == [
        "CREATE_IN_PROGRESS",
        "CREATE_COMPLETE",
        "UPDATE_IN_PROGRESS",
        "UPDATE_COMPLETE_CLEANUP_IN_PROGRESS",
        "UPDATE_COMPLETE",
        "DELETE_IN_PROGRESS",
        "DELETE_COMPLETE",
    ]
    assert (store.stacks, things.there) == ({}, {})


def test_a_failed_update_leaves_the_stack_as_it_was(things: Things) -> None:
    store = Store("123456789012", "us-east-1", Clock())
    declared = {"Parameters": {"P": {"Type": "String", "Default": "old"}}}
    first = asked({"A": thing(Size={"Ref": "P"})}, **declared, Outputs={"O": {"Value": "x"}})
    before = stack_operation.create(store, replace(store.new_stack("s"), wanted=first))
    second = replace(asked({"A": thing(Fails=True)}, **declared), parameters={"P": "new"})
    after = stack_operation.update(store, before, second)
    assert after.status == "UPDATE_ROLLBACK_COMPLETE"
    assert (after.wanted, after.parameters, after.outputs, after.resources) == (
        before.wanted,
        before.parameters,
        before.outputs,
        before.resources,
    )


@pytest.mark.parametrize(
    ("stays", "status", "left"), [(False, "ROLLBACK_COMPLETE", []), (True, "CREATE_FAILED", ["A"])]
)
def test_a_failed_creation_leaves_nothing_or_all_if_it_was_asked_to(
    things: Things, stays: bool, status: str, left: list[str]
) -> None:
    store = Store("123456789012", "us-east-1", Clock())
    wanted = asked({"A": thing(), "B": thing(after="A", Fails=True)})
    new = replace(store.new_stack("s"), wanted=wanted, stays_on_failure=stays)
    failed = stack_operation.create(store, new)
    assert (failed.status, list(failed.resources), list(things.there)) == (status, left, left)


def test_a_stack_whose_resources_stay_is_not_deleted(things: Things) -> None:
    store = Store("123456789012", "us-east-1", Clock())
    wanted = asked({"A": thing(), "B": thing(after="A")})
    made = stack_operation.create(store, replace(store.new_stack("s"), wanted=wanted))
    things.stuck.add("A")
    left = stack_operation.delete(store, made)
    assert (left.status, list(left.resources)) == ("DELETE_FAILED", ["A"])
    assert left.status_reason == "The following resource(s) failed to delete: [A]."
    assert store.find("s") is left


def test_an_export_is_one_stacks_own(things: Things) -> None:
    store = Store("123456789012", "us-east-1", Clock())
    wanted = asked({"A": thing()}, Outputs={"O": {"Value": "x", "Export": {"Name": "e"}}})
    first = stack_operation.create(store, replace(store.new_stack("s"), wanted=wanted))
    second = stack_operation.create(store, replace(store.new_stack("t"), wanted=wanted))
    assert (first.status, second.status) == ("CREATE_COMPLETE", "ROLLBACK_COMPLETE")
    reasons = [event.reason for event in store.events(second) if event.reason]
    assert any("Export with name e is already exported by stack s." in r for r in reasons)
    assert stack_operation.update(store, first, wanted).status == "UPDATE_COMPLETE"
