"""What no type is there for is skipped by name; what needs a function is refused."""

from __future__ import annotations

import json
import urllib.request

from ...cloud import Cloud, group
from .test_table import ON_DEMAND


def test_an_unknown_type_is_skipped_and_named(cloud: Cloud) -> None:
    stack = cloud.deploy("skips", {"G": group("/skips", 7), "T": {"Type": "AWS::Moon::Base"}})
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    with urllib.request.urlopen(f"{cloud.aws.endpoint}/_localaws/unsupported") as answer:
        found = json.load(answer)["unsupported"]
    assert {"stack": "skips", "resource": "T", "what": "AWS::Moon::Base"} in found
    assert "AWS::Moon::Base is not supported and was skipped" in cloud.aws.log()


def test_what_refers_to_a_skipped_resource_fails(cloud: Cloud) -> None:
    refers = {
        "Type": "AWS::SSM::Parameter",
        "Properties": {"Type": "String", "Value": {"Ref": "T"}},
    }
    stack = cloud.deploy("refers", {"P": refers, "T": {"Type": "AWS::Moon::Base"}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("AWS::Moon::Base is not supported" in reason for reason in cloud.reasons("refers"))


def test_a_custom_resource_is_refused_and_does_not_hang(cloud: Cloud) -> None:
    stack = cloud.deploy("custom", {"C": {"Type": "Custom::Thing"}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("Custom resources are not supported" in reason for reason in cloud.reasons("custom"))


def test_a_property_that_is_not_done_is_named(cloud: Cloud) -> None:
    bucket = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"AccelerateConfiguration": {"AccelerationStatus": "Enabled"}},
    }
    stream = {"StreamViewType": "KEYS_ONLY"}
    table = {
        "Type": "AWS::DynamoDB::Table",
        "Properties": {**ON_DEMAND, "StreamSpecification": stream},
    }
    cloud.deploy("properties", {"B": bucket, "T": table})
    with urllib.request.urlopen(f"{cloud.aws.endpoint}/_localaws/unsupported") as answer:
        found = {entry["what"] for entry in json.load(answer)["unsupported"]}
    assert "AWS::S3::Bucket property AccelerateConfiguration" in found
    assert "AWS::DynamoDB::Table property StreamSpecification" in found
