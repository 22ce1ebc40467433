"""What no type is there for fails by name; what no property is there for is named."""

from __future__ import annotations

import json
import urllib.request

from ...cloud import Cloud, group
from .test_table import ON_DEMAND


def test_an_unknown_type_fails_the_stack_by_its_name_and_names_the_option(cloud: Cloud) -> None:
    stack = cloud.deploy("moon", {"G": group("/moon", 7), "T": {"Type": "AWS::Moon::Base"}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert cloud.reasons("moon") == [
        "AWS::Moon::Base is not supported by this embedded AWS. Start it with "
        "--skip-unsupported-types to deploy the stack without it."
    ]


def test_who_asks_for_an_unknown_type_hears_what_there_is_beside_it(cloud: Cloud) -> None:
    cloud.deploy("card", {"C": {"Type": "AWS::SageMaker::ModelCard"}})
    (reason,) = cloud.reasons("card")
    assert reason.startswith(
        "AWS::SageMaker::ModelCard is not supported by this embedded AWS, which has "
        "AWS::SageMaker::Endpoint, AWS::SageMaker::EndpointConfig, AWS::SageMaker::Model, "
    )


def test_a_custom_resource_needs_somebody_to_ask(cloud: Cloud) -> None:
    stack = cloud.deploy("custom", {"C": {"Type": "Custom::Thing"}})
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    assert any("ServiceToken must be the ARN" in reason for reason in cloud.reasons("custom"))


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
