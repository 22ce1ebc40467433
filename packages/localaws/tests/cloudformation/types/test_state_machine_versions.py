"""A stack publishes versions, leads aliases to them and makes activities."""

from __future__ import annotations

import json
from typing import Any

from ...cloud import Cloud
from ..machines import machine


def definition(comment: str) -> str:
    state = {"Type": "Pass", "End": True}
    return json.dumps({"Comment": comment, "StartAt": "A", "States": {"A": state}})


def resources(comment: str, name: str = "versioned", weight: int = 100) -> dict[str, Any]:
    """A machine, its current version and an alias that leads there."""
    version = {
        "StateMachineArn": {"Ref": "M"},
        "StateMachineRevisionId": {"Fn::GetAtt": ["M", "StateMachineRevisionId"]},
    }
    routes = [{"StateMachineVersionArn": {"Ref": "V"}, "Weight": weight}]
    alias = {"Name": "PROD", "RoutingConfiguration": routes}
    return {
        "M": machine(name, definition(comment)),
        "V": {"Type": "AWS::StepFunctions::StateMachineVersion", "Properties": version},
        "A": {"Type": "AWS::StepFunctions::StateMachineAlias", "Properties": alias},
    }


def comment_of(cloud: Cloud, arn: str) -> str:
    """What an alias's version says of itself."""
    found = cloud.states.describe_state_machine(stateMachineArn=arn)
    comment: str = json.loads(found["definition"])["Comment"]
    return comment


def test_a_change_of_the_machine_moves_the_alias_to_a_new_version(cloud: Cloud) -> None:
    outputs = {"Arn": {"Value": {"Ref": "A"}}}
    stack = cloud.deploy("versioned", resources("first"), Outputs=outputs)
    alias = stack["Outputs"][0]["OutputValue"]
    assert comment_of(cloud, alias) == "first"
    stack = cloud.deploy("versioned", resources("second"), Outputs=outputs)
    assert stack["StackStatus"] == "UPDATE_COMPLETE"
    assert comment_of(cloud, alias) == "second"
    machine_arn = alias.removesuffix(":PROD")
    listed = cloud.states.list_state_machine_versions(stateMachineArn=machine_arn)
    numbers = [
        each["stateMachineVersionArn"].rpartition(":")[2] for each in listed["stateMachineVersions"]
    ]
    assert numbers == ["2"]


def test_a_route_that_makes_no_sense_fails_the_stack(cloud: Cloud) -> None:
    stack = cloud.deploy("half-routed", resources("half", "half-routed", weight=50))
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("must equal 100" in reason for reason in cloud.reasons("half-routed"))


def test_an_activity_has_its_tags(cloud: Cloud) -> None:
    def activity(*tags: str) -> dict[str, Any]:
        given = [{"Key": tag, "Value": "1"} for tag in tags]
        properties = {"Name": "stacked", "Tags": given}
        return {"W": {"Type": "AWS::StepFunctions::Activity", "Properties": properties}}

    outputs = {"Arn": {"Value": {"Ref": "W"}}}
    stack = cloud.deploy("activities", activity("a", "b"), Outputs=outputs)
    arn = stack["Outputs"][0]["OutputValue"]
    assert cloud.states.describe_activity(activityArn=arn)["name"] == "stacked"
    cloud.deploy("activities", activity("b", "c"), Outputs=outputs)
    found = cloud.states.list_tags_for_resource(resourceArn=arn)["tags"]
    own = {tag["key"] for tag in found if not tag["key"].startswith("aws:")}
    assert own == {"b", "c"}
