"""Stacks: what is deployed is there, what fails is undone and says why, what is skipped is named."""

from __future__ import annotations

import json
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ..cloud import Cloud, group
from .machines import BROKEN, PASS, machine


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
    assert any("Missing target state 'Nowhere'" in reason for reason in cloud.reasons("bad-new"))
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
    kept = {**group("/retained", 7), "DeletionPolicy": "Retain"}
    cloud.deploy("retained", {"G": kept})
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
