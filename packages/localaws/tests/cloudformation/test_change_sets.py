"""Change sets: what would change is listed, and nothing has changed yet."""

from __future__ import annotations

import json

import pytest
from botocore.exceptions import ClientError

from ..cloud import Cloud, group


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
