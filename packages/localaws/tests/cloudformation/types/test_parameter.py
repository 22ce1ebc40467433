"""Parameters of a stack."""

from __future__ import annotations

from ...cloud import Cloud
from .one_resource import deployed, failed

KIND = "AWS::SSM::Parameter"


def test_a_parameter_is_changed_in_place_with_its_tags(cloud: Cloud) -> None:
    ssm = cloud.aws.client("ssm")
    first = {"Type": "String", "Value": "1", "Tags": {"team": "ner", "stage": "dev"}}
    found = deployed(cloud, KIND, first, "Value", "Type", "Arn", stack="parameter")
    then = {"Type": "String", "Value": "2", "Tags": {"team": "iris"}}
    after = deployed(cloud, KIND, then, "Value", "Type", "Arn", stack="parameter")
    assert (found["Value"], after["Value"]) == ("1", "2")
    assert after["Ref"] == found["Ref"]
    assert ssm.get_parameter(Name=found["Arn"])["Parameter"]["Value"] == "2"
    listed = ssm.list_tags_for_resource(ResourceType="Parameter", ResourceId=found["Ref"])
    tags = {tag["Key"]: tag["Value"] for tag in listed["TagList"]}
    assert tags.get("team") == "iris"
    assert "stage" not in tags


def test_a_secure_parameter_and_a_value_beside_its_pattern_fail(cloud: Cloud) -> None:
    secure = {"Type": "SecureString", "Value": "x"}
    assert "SecureString is not" in failed(cloud, KIND, secure, stack="parameter-secure")
    digits = {"Type": "String", "Value": "x", "AllowedPattern": "^[0-9]+$"}
    assert "pattern" in failed(cloud, KIND, digits, stack="parameter-pattern").lower()
