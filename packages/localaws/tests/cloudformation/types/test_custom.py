"""Custom resources: their function is asked, and its response is what becomes of the resource."""

from __future__ import annotations

import json
import shutil
import uuid
from typing import Any

import pytest

from ...cloud import Cloud, outputs
from ..functions import ROLE, custom, function

# Keeps every request that it gets in a table of its own, and does what the properties say.
PROVIDER = """
import cfnresponse, json, urllib.request, boto3
def handler(event, context):
    asked = event["ResourceProperties"]
    said = {k: v for k, v in event.items() if k not in ("ResponseURL", "ServiceToken")}
    boto3.client("ssm").put_parameter(
        Name=f"/{asked['Log']}/{event['RequestId']}", Value=json.dumps(said), Type="String")
    if asked.get("Raises"):
        raise ValueError("the provider broke")
    if event["RequestType"] != "Delete" and asked.get("Fails"):
        cfnresponse.send(event, context, "FAILED", {}, "half", reason="it cannot be")
    elif not asked.get("Silent"):
        cfnresponse.send(event, context, "SUCCESS", {"Size": asked.get("Size")}, "id-" + asked["Id"])
"""


class Custom:
    """A stack with one custom resource ``C``, and what its provider was asked."""

    def __init__(self, cloud: Cloud) -> None:
        self.cloud = cloud
        self.name = f"custom-{uuid.uuid4().hex[:8]}"

    def deploy(self, beside: dict[str, Any] | None = None, **properties: Any) -> dict[str, Any]:
        given = {"Log": self.name, "Id": "one", **properties}
        resources = {"R": ROLE, "F": function(PROVIDER), "C": custom(**given), **(beside or {})}
        outputs = {"Size": {"Value": {"Fn::GetAtt": "C.Size"}}, "Id": {"Value": {"Ref": "C"}}}
        return self.cloud.deploy(self.name, resources, Outputs=outputs)

    def asked(self) -> list[dict[str, Any]]:
        found = self.cloud.aws.client("ssm").get_parameters_by_path(Path=f"/{self.name}")
        in_order = sorted(found["Parameters"], key=lambda each: each["LastModifiedDate"])
        return [json.loads(each["Value"]) for each in in_order]


@pytest.fixture
def stack(cloud: Cloud) -> Custom:
    return Custom(cloud)


def test_its_function_makes_it_and_says_what_it_is(stack: Custom) -> None:
    found = stack.deploy(Size=7, Nested={"Flag": True})
    assert found["StackStatus"] == "CREATE_COMPLETE", stack.cloud.reasons(stack.name)
    assert outputs(found) == {"Size": "7", "Id": "id-one"}
    (asked,) = stack.asked()
    assert asked["RequestType"] == "Create"
    assert asked["ResourceType"] == "Custom::Thing"
    assert asked["LogicalResourceId"] == "C"
    assert asked["StackId"] == found["StackId"]
    assert asked["ResourceProperties"]["Nested"] == {"Flag": "true"}


def test_an_update_asks_with_what_it_was_and_a_delete_with_what_it_is(stack: Custom) -> None:
    stack.deploy(Size=1)
    assert outputs(stack.deploy(Size=2))["Size"] == "2"
    assert stack.cloud.delete(stack.name)["StackStatus"] == "DELETE_COMPLETE"
    _, update, delete = stack.asked()
    assert update["RequestType"] == "Update"
    assert update["OldResourceProperties"]["Size"] == "1"
    assert update["PhysicalResourceId"] == "id-one"
    assert (delete["RequestType"], delete["PhysicalResourceId"]) == ("Delete", "id-one")
    assert delete["ResourceProperties"]["Size"] == "2"


def test_another_id_is_another_resource_and_the_former_is_deleted(stack: Custom) -> None:
    stack.deploy(Size=1)
    assert outputs(stack.deploy(Size=2, Id="two"))["Id"] == "id-two"
    delete = stack.asked()[-1]
    assert (delete["RequestType"], delete["PhysicalResourceId"]) == ("Delete", "id-one")
    assert delete["ResourceProperties"]["Size"] == "1"


def test_failed_is_the_reason_of_the_stack_and_what_there_is_is_deleted(stack: Custom) -> None:
    assert stack.deploy(Fails=True)["StackStatus"] == "ROLLBACK_COMPLETE"
    (reason,) = stack.cloud.reasons(stack.name)
    said = "Received response status [FAILED] from custom resource. Message returned: it cannot be"
    assert reason.startswith(said)
    assert [each["RequestType"] for each in stack.asked()] == ["Create", "Delete"]
    assert stack.asked()[-1]["PhysicalResourceId"] == "half"


def test_an_update_that_failed_is_undone_by_an_update(stack: Custom) -> None:
    stack.deploy(Size=1)
    assert stack.deploy(Size=2, Fails=True)["StackStatus"] == "UPDATE_ROLLBACK_COMPLETE"
    last = stack.asked()[-1]
    assert last["RequestType"] == "Update"
    assert (last["ResourceProperties"]["Size"], last["OldResourceProperties"]["Size"]) == ("1", "2")


def test_a_function_that_fails_ends_the_wait_at_once_by_what_it_failed_by(stack: Custom) -> None:
    assert stack.deploy(Raises=True)["StackStatus"] == "ROLLBACK_FAILED"
    reason = stack.cloud.reasons(stack.name)[-1]
    assert "failed before it responded to CloudFormation: ValueError: the provider broke" in reason
    assert f"/aws/lambda/{stack.name}-F-" in reason


def test_a_value_that_was_not_said_is_none(stack: Custom) -> None:
    wants = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Fn::GetAtt": "C.Nowhere"}},
    }
    assert stack.deploy({"P": wants})["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("doesn't contain Nowhere" in reason for reason in stack.cloud.reasons(stack.name))


@pytest.mark.parametrize(
    ("token", "said"),
    [
        ("arn:aws:lambda:us-east-1:123456789012:function:nobody", "Function not found"),
        ("arn:aws:sns:us-east-1:123456789012:nobody", "does not exist"),
        ("arn:aws:s3:::bucket", "neither a Lambda function nor an SNS topic"),
        ("nobody", "ServiceToken must be the ARN"),
    ],
)
def test_somebody_has_to_be_there_who_makes_it(cloud: Cloud, token: str, said: str) -> None:
    name = f"custom-{uuid.uuid4().hex[:8]}"
    made = {"Type": "Custom::Thing", "Properties": {"ServiceToken": token}}
    assert cloud.deploy(name, {"C": made})["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any(said in reason for reason in cloud.reasons(name)), cloud.reasons(name)


def test_who_asked_does_not_wait_for_a_provider_that_never_responds(stack: Custom) -> None:
    assert stack.deploy(Silent=True, ServiceTimeout=1)["StackStatus"] == "ROLLBACK_FAILED"
    said = "CloudFormation did not receive a response from your Custom Resource."
    reasons = stack.cloud.reasons(stack.name)
    assert [reason.startswith(said) for reason in reasons[-2:]] == [True, True]
    events = stack.cloud.stacks.describe_stack_events(StackName=stack.name)["StackEvents"]
    statuses = [each["ResourceStatus"] for each in events if each["LogicalResourceId"] == "C"]
    assert statuses[::-1] == [
        "CREATE_IN_PROGRESS",
        "CREATE_FAILED",
        "DELETE_IN_PROGRESS",
        "DELETE_FAILED",
    ]


NODE = """
const response = require("cfn-response");
exports.handler = (event, context) => {
  response.send(event, context, response.SUCCESS, { Size: event.ResourceProperties.Size }, "node");
};
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="this machine has no Node.js")
def test_a_function_of_node_responds_by_cloudformations_module(cloud: Cloud) -> None:
    name = f"custom-{uuid.uuid4().hex[:8]}"
    asked = {"R": ROLE, "F": function(NODE, Runtime="nodejs22.x"), "C": custom(Size=7)}
    found = cloud.deploy(name, asked, Outputs={"Size": {"Value": {"Fn::GetAtt": "C.Size"}}})
    assert found["StackStatus"] == "CREATE_COMPLETE", cloud.reasons(name)
    assert outputs(found) == {"Size": "7"}


def test_somebody_else_cannot_take_it_over(stack: Custom) -> None:
    stack.deploy(Size=1)
    other = {"G": function(PROVIDER), "C": custom("G", Log=stack.name, Id="one", Size=1)}
    resources = {"R": ROLE, "F": function(PROVIDER), **other}
    found = stack.cloud.deploy(stack.name, resources)
    assert found["StackStatus"].startswith("UPDATE_ROLLBACK")
    assert any("Modifying service token" in each for each in stack.cloud.reasons(stack.name))
