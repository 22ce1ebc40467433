"""A deployment is believed only once it is read back whole."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from stepline.cdk import read_back, unless_given
from stepline.errors import UserError
from tests.stepline.clients import target
from tests.stepline.test_deployment import OUTPUTS, stack

BUCKET = {
    "LogicalResourceId": "Bucket",
    "ResourceType": "AWS::S3::Bucket",
    "PhysicalResourceId": "bucket",
    "ResourceStatus": "UPDATE_COMPLETE",
}


def account(status: str = "UPDATE_COMPLETE", **resource: str) -> Any:
    stacks = [stack(**OUTPUTS) | {"StackStatus": status}] if status else []
    return target(
        cloudformation=SimpleNamespace(
            describe_stacks=lambda **_: {"Stacks": stacks},
            describe_stack_resources=lambda **_: {"StackResources": [BUCKET | resource]},
        )
    )


@pytest.mark.parametrize("status", ["CREATE_COMPLETE", "UPDATE_COMPLETE"])
def test_a_whole_stack_is_a_deployment(status: str) -> None:
    assert read_back(account(status), "ner", "dev").bucket == "bucket"


@pytest.mark.parametrize("status", ["UPDATE_ROLLBACK_COMPLETE", "CREATE_IN_PROGRESS", ""])
def test_another_status_is_no_deployment_whatever_the_cli_says(status: str) -> None:
    with pytest.raises(UserError, match=f"the stack stepline-ner-dev is {status or 'absent'}"):
        read_back(account(status), "ner", "dev")


@pytest.mark.parametrize(
    "resource", [{"ResourceStatus": "CREATE_FAILED"}, {"PhysicalResourceId": ""}]
)
def test_a_resource_that_is_not_whole_is_named(resource: dict[str, str]) -> None:
    with pytest.raises(UserError, match=r"its resource Bucket \(AWS::S3::Bucket\) is"):
        read_back(account(**resource), "ner", "dev")


@pytest.mark.parametrize(
    ("given", "added"),
    [
        (["-c", "a=b"], ["--progress", "events", "--require-approval", "never"]),
        (["--require-approval", "never"], ["--progress", "events"]),
        (["--require-approval=never", "--progress=bar"], []),
    ],
)
def test_an_option_that_the_user_gives_is_not_given_twice(
    given: list[str], added: list[str]
) -> None:
    assert unless_given(given) == added
