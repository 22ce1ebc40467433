"""Change sets: what would change is listed, and nothing has changed yet."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from localaws.clock import Clock
from localaws.cloudformation import resource_changes
from localaws.cloudformation.errors import (
    AlreadyExists,
    ChangeSetNotFound,
    InvalidChangeSetStatus,
)
from localaws.cloudformation.operations import change_sets
from localaws.cloudformation.store import Store

from ...cloud import Cloud, group
from ..stacks import THING, Things, thing


def test_an_unchanged_template_is_a_change_set_without_changes(cloud: Cloud) -> None:
    cloud.deploy("same", {"G": group("/same", 7)})
    cloud.stacks.create_change_set(
        StackName="same",
        ChangeSetName="again",
        ChangeSetType="UPDATE",
        TemplateBody=json.dumps({"Resources": {"G": group("/same", 7)}}),
    )
    found = cloud.stacks.describe_change_set(StackName="same", ChangeSetName="again")
    assert (found["Status"], found["ExecutionStatus"]) == ("FAILED", "UNAVAILABLE")


def test_a_change_set_lists_what_would_change_by_property(cloud: Cloud) -> None:
    cloud.deploy("listed", {"A": group("/listed/a", 7), "B": group("/listed/b", 7)})
    wanted = {"A": group("/listed/a", 14), "B": group("/listed/c", 7), "D": group("/listed/d", 7)}
    cloud.stacks.create_change_set(
        StackName="listed",
        ChangeSetName="look",
        ChangeSetType="UPDATE",
        TemplateBody=json.dumps({"Resources": wanted}),
    )
    found = cloud.stacks.describe_change_set(StackName="listed", ChangeSetName="look")["Changes"]
    changes = {c["ResourceChange"]["LogicalResourceId"]: c["ResourceChange"] for c in found}
    assert {name: change["Action"] for name, change in changes.items()} == {
        "A": "Modify",
        "B": "Modify",
        "D": "Add",
    }
    assert changes["A"]["Details"][0]["Target"] == {
        "Attribute": "Properties",
        "Name": "RetentionInDays",
        "RequiresRecreation": "Never",
    }
    assert (changes["A"]["Replacement"], changes["B"]["Replacement"]) == ("False", "True")


def test_a_change_set_that_there_is_not_can_be_deleted_and_not_described(cloud: Cloud) -> None:
    cloud.stacks.delete_change_set(StackName="never", ChangeSetName="never")
    with pytest.raises(ClientError, match="does not exist"):
        cloud.stacks.describe_change_set(StackName="never", ChangeSetName="never")


TEMPLATE = json.dumps({"Resources": {"A": thing(Fails={"Ref": "Fails"})}, "Parameters": {
    "Fails": {"Type": "String"}}})  # fmt: skip


@pytest.mark.parametrize(
    ("fails", "execution", "status"),
    [("", "EXECUTE_COMPLETE", "CREATE_COMPLETE"), ("yes", "EXECUTE_FAILED", "ROLLBACK_COMPLETE")],
)
def test_a_change_set_is_executed_once_and_says_how_it_went(
    monkeypatch: pytest.MonkeyPatch, fails: str, execution: str, status: str
) -> None:
    monkeypatch.setattr(resource_changes, "handler_for", {THING: Things()}.get)
    store, named = (
        Store("123456789012", "us-east-1", Clock()),
        {"StackName": "s", "ChangeSetName": "c"},
    )
    parameters = [{"ParameterKey": "Fails", "ParameterValue": fails}]
    made = {"ChangeSetType": "CREATE", "TemplateBody": TEMPLATE, "Parameters": parameters}
    change_sets.create_change_set(store, {**named, **made})
    with pytest.raises(AlreadyExists):
        change_sets.create_change_set(store, {**named, **made})
    assert store.standing("s").status == "REVIEW_IN_PROGRESS"
    change_sets.execute_change_set(store, named)
    assert change_sets.describe_change_set(store, named)["ExecutionStatus"] == execution
    assert store.standing("s").status == status
    with pytest.raises(InvalidChangeSetStatus, match=execution):
        change_sets.execute_change_set(store, named)
    (listed,) = change_sets.list_change_sets(store, {"StackName": "s"})["Summaries"]
    change_sets.delete_change_set(store, {"ChangeSetName": listed["ChangeSetId"]})
    with pytest.raises(ChangeSetNotFound):
        change_sets.describe_change_set(store, named)


def test_a_change_set_shows_every_parameter_but_no_secret() -> None:
    store = Store("123456789012", "us-east-1", Clock())
    parameters = {
        "Given": {"Type": "String"},
        "Default": {"Type": "String", "Default": "d"},
        "Secret": {"Type": "String", "NoEcho": True},
    }
    request = {
        "StackName": "s",
        "ChangeSetName": "c",
        "ChangeSetType": "CREATE",
        "TemplateBody": json.dumps({"Parameters": parameters, "Resources": {"A": thing()}}),
        "Parameters": [
            {"ParameterKey": "Given", "ParameterValue": "g"},
            {"ParameterKey": "Secret", "ParameterValue": "hush"},
        ],
    }
    change_sets.create_change_set(store, request)
    shown = change_sets.describe_change_set(store, request)["Parameters"]
    assert {one["ParameterKey"]: one["ParameterValue"] for one in shown} == {
        "Given": "g",
        "Default": "d",
        "Secret": "****",
    }
