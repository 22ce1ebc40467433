"""The stack of a pipeline whose models a human approves, and the registry's group that every stack has."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import ValidationError

from infrastructure.settings import SettingsError, read
from infrastructure.settings.approval import Approval, Gate

from .test_stack import only

Resources = dict[str, dict[str, Any]]
ASKING = {"approval-required": "true", "approval-deadline-hours": "5", "approval-link": "true"}


@pytest.fixture(scope="module")
def asking(synthesised: Callable[..., dict[str, Any]]) -> Resources:
    found: Resources = synthesised({"pipeline": "script", **ASKING})["Resources"]
    return found


def of(resources: Resources, kind: str) -> list[dict[str, Any]]:
    return [each["Properties"] for each in resources.values() if each["Type"] == kind]


def test_the_page_is_open_to_whoever_has_the_link(asking: Resources) -> None:
    """Mail readers are not signed in; both permissions are needed since October 2025."""
    (address,) = of(asking, "AWS::Lambda::Url")
    assert address["AuthType"] == "NONE"
    opened = {
        permission["Action"]: permission for permission in of(asking, "AWS::Lambda::Permission")
    }
    assert opened["lambda:InvokeFunctionUrl"]["FunctionUrlAuthType"] == "NONE"
    assert opened["lambda:InvokeFunction"]["InvokedViaFunctionUrl"] is True


def test_the_message_carries_the_pages_address_and_the_state_waits(asking: Resources) -> None:
    (machine,) = (
        each
        for each in of(asking, "AWS::StepFunctions::StateMachine")
        if "Wait for approval" in json.dumps(each["DefinitionString"])
    )
    written = machine["DefinitionString"]["Fn::Join"][1]
    assert {"Fn::GetAtt": ["ApprovalUrl", "FunctionUrl"]} in written
    assert '"TimeoutSeconds":18000' in "".join(part for part in written if isinstance(part, str))


def test_the_page_may_read_what_waits_and_decide_and_nothing_else(asking: Resources) -> None:
    (policy,) = (
        each["PolicyDocument"]["Statement"]
        for each in of(asking, "AWS::IAM::Policy")
        if "SendTaskSuccess" in json.dumps(each)
    )
    allowed = {each["Sid"]: each for each in policy}
    assert allowed["Decide"]["Action"] == "states:SendTaskSuccess"
    assert "stateMachine:stepline-script-dev" in json.dumps(allowed["Decide"]["Resource"])
    assert allowed["WhatWaits"]["Action"] == ["dynamodb:GetItem", "dynamodb:UpdateItem"]
    assert allowed["WhatWaits"]["Condition"] == {
        "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": ["token"]}
    }


def test_the_pages_logs_expire(asking: Resources) -> None:
    (group,) = (
        each
        for each in of(asking, "AWS::Logs::LogGroup")
        if each["LogGroupName"] == "/aws/lambda/stepline-script-dev-approval"
    )
    assert group["RetentionInDays"] == 90


def test_a_stack_that_asks_nobody_has_no_page(template: dict[str, Any]) -> None:
    assert of(template["Resources"], "AWS::Lambda::Url") == []
    assert "Wait for approval" not in json.dumps(template)


def test_the_registrys_group_stays_with_the_bucket_and_its_name_is_free_again(
    template: dict[str, Any],
) -> None:
    (group,) = (
        each
        for each in template["Resources"].values()
        if each["Type"] == "AWS::SageMaker::ModelPackageGroup"
    )
    assert group["DeletionPolicy"] == "Retain"
    assert "AWS::StackId" in json.dumps(group["Properties"]["ModelPackageGroupName"])


def test_a_group_that_is_not_to_be_kept_goes_with_the_stack(
    synthesised: Callable[..., dict[str, Any]],
) -> None:
    group = only(synthesised({"retain": "false"}), "AWS::SageMaker::ModelPackageGroup")
    assert group["DeletionPolicy"] == "Delete"


def test_a_link_that_nobody_would_be_sent_is_refused() -> None:
    with pytest.raises(SettingsError, match="only where stepline:approval-required is true"):
        read({"stepline:approval-link": "true"}, {"AWS_REGION": "us-east-1"})


@pytest.mark.parametrize("wrong", ["", "high", "nan", "inf"])
def test_a_floor_is_a_number(wrong: str) -> None:
    with pytest.raises(SettingsError, match="stepline:gate-floor cannot be"):
        read({"stepline:gate-floor": wrong}, {"AWS_REGION": "us-east-1"})


def test_a_deployment_moves_the_gates_numbers() -> None:
    found = read(
        {"stepline:gate-floor": "-1.5", "stepline:gate-margin": 0}, {"AWS_REGION": "us-east-1"}
    )
    assert found.gate == Gate(floor=-1.5, margin=0)


@pytest.mark.parametrize("hours", [0, 9000])
def test_nobody_is_waited_for_longer_than_an_execution_lives(hours: int) -> None:
    with pytest.raises(ValidationError):
        Approval(required=True, deadline_hours=hours)
