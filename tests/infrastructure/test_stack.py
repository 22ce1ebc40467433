"""What a pipeline's stack holds."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from aws_cdk.assertions import Match, Template
from syrupy.assertion import SnapshotAssertion

from infrastructure.settings import SettingsError
from pipelines import catalog

Synthesised = Callable[..., dict[str, Any]]

HASH = re.compile(r"\b[0-9a-f]{64}\b")
LITERALS = {
    "AWS::AccountId": "123456789012",
    "AWS::Region": "us-east-1",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
}


def literal(value: Any) -> str:
    """A template's string with every reference replaced: pseudo parameters by values, resources by names."""
    if isinstance(value, str):
        return value
    if "Ref" in value:
        return LITERALS.get(value["Ref"], value["Ref"].lower())
    if "Fn::GetAtt" in value:
        return f"arn:aws:iam::123456789012:role/{value['Fn::GetAtt'][0]}"
    if "Fn::Sub" in value:
        return re.sub(r"\$\{([^}]+)\}", lambda name: LITERALS[name[1]], value["Fn::Sub"])
    if "Fn::Select" in value:
        return "0a1b2c3d"  # of the stack's id
    separator, parts = value["Fn::Join"]
    return separator.join(literal(part) for part in parts)


def only(template: dict[str, Any], kind: str) -> dict[str, Any]:
    """The one of a kind that belongs to the retraining itself, not to what closes or watches it."""
    (found,) = (
        r
        for name, r in template["Resources"].items()
        if r["Type"] == kind
        and not name.startswith(("Closing", "Monitoring", "Overdue", "AlarmsOver"))
    )
    return found


def definition(template: dict[str, Any]) -> dict[str, Any]:
    machine = only(template, "AWS::StepFunctions::StateMachine")
    return json.loads(literal(machine["Properties"]["DefinitionString"]))


def test_the_resource_types_are_few_and_bring_no_code_of_the_cdks_own(
    template: dict[str, Any],
) -> None:
    kinds = Counter(resource["Type"] for resource in template["Resources"].values())
    assert kinds == {
        "AWS::S3::Bucket": 1,
        "AWS::S3::BucketPolicy": 1,
        "AWS::DynamoDB::Table": 1,
        "AWS::SNS::Topic": 1,
        "AWS::SNS::TopicPolicy": 1,
        "AWS::SQS::Queue": 1,
        "AWS::SQS::QueuePolicy": 1,
        "AWS::IAM::Role": 8,
        "AWS::IAM::Policy": 8,
        "AWS::Logs::LogGroup": 3,
        "AWS::StepFunctions::StateMachine": 3,
        "AWS::Events::Rule": 3,
        "AWS::Scheduler::Schedule": 2,
        "AWS::SageMaker::ModelPackageGroup": 1,
        "AWS::CloudWatch::Alarm": 3,
        "AWS::CloudWatch::Dashboard": 1,
    }


def test_the_template_is_as_it_was(template: dict[str, Any], snapshot: SnapshotAssertion) -> None:
    """Without what the folders hold, and without the definition, which has a snapshot of its own."""
    masked = json.loads(HASH.sub("<hash>", json.dumps(template)))
    for resource in masked["Resources"].values():
        if resource["Type"] == "AWS::StepFunctions::StateMachine":
            resource["Properties"]["DefinitionString"] = "<states>"
    assert json.dumps(masked, indent=2, sort_keys=True) == snapshot


def test_the_bucket_is_encrypted_versioned_closed_and_kept(template: dict[str, Any]) -> None:
    check = Template.from_json(template)
    check.has_resource(
        "AWS::S3::Bucket",
        {
            "DeletionPolicy": "Retain",
            "UpdateReplacePolicy": "Retain",
            "Properties": {
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                    ]
                },
                "VersioningConfiguration": {"Status": "Enabled"},
                "PublicAccessBlockConfiguration": {
                    "BlockPublicAcls": True,
                    "BlockPublicPolicy": True,
                    "IgnorePublicAcls": True,
                    "RestrictPublicBuckets": True,
                },
                "LifecycleConfiguration": {
                    "Rules": [
                        {
                            "Id": "superseded",
                            "Status": "Enabled",
                            "NoncurrentVersionExpiration": {"NoncurrentDays": 30},
                            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 7},
                        },
                        {
                            "Id": "captured",
                            "Prefix": "captured/",
                            "Status": "Enabled",
                            "ExpirationInDays": 30,
                        },
                    ]
                },
            },
        },
    )
    check.has_resource_properties(
        "AWS::S3::BucketPolicy",
        {
            "PolicyDocument": {
                "Statement": [
                    Match.object_like(
                        {
                            "Effect": "Deny",
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        }
                    )
                ]
            }
        },
    )


def test_runs_expire_only_when_asked(synthesised: Synthesised) -> None:
    template = synthesised({"run-retention-days": "400", "retain": "false"})
    bucket = only(template, "AWS::S3::Bucket")
    assert bucket["DeletionPolicy"] == "Delete"
    rules = bucket["Properties"]["LifecycleConfiguration"]["Rules"]
    assert {"Id": "runs", "Prefix": "runs/", "ExpirationInDays": 400, "Status": "Enabled"} in rules


def test_the_state_machine_logs_every_state_without_its_data_and_is_traced(
    template: dict[str, Any],
) -> None:
    machine = only(template, "AWS::StepFunctions::StateMachine")["Properties"]
    assert machine["StateMachineName"] == "stepline-ner-dev"
    assert machine["LoggingConfiguration"]["Level"] == "ALL"
    assert machine["LoggingConfiguration"]["IncludeExecutionData"] is False
    assert machine["TracingConfiguration"] == {"Enabled": True}
    group = only(template, "AWS::Logs::LogGroup")
    assert group["Properties"]["LogGroupName"] == "/aws/vendedlogs/states/stepline-ner-dev"
    assert group["Properties"]["RetentionInDays"] == 90
    assert group["DeletionPolicy"] == "Delete"


def test_the_definition_is_the_pipelines_with_the_stacks_own_resources(
    template: dict[str, Any],
) -> None:
    text = json.dumps(definition(template))
    assert "Token[" not in text
    registry = "123456789012.dkr.ecr.us-east-1.amazonaws.com/cdk-hnb659fds-container-assets"
    assert re.search(rf"{registry}-123456789012-us-east-1:[0-9a-f]{{64}}", text)
    assert re.search(r"s3://cdk-hnb659fds-assets-123456789012-us-east-1/[0-9a-f]{64}\.zip", text)
    assert re.search(r"arn:aws:iam::123456789012:role/ExecutionRole[0-9A-F]{8}", text)
    # DefinitionS3Location and substitutions would need another look at what was deployed.
    properties = only(template, "AWS::StepFunctions::StateMachine")["Properties"]
    assert not {"DefinitionS3Location", "DefinitionSubstitutions", "Definition"} & set(properties)


def test_the_state_machine_waits_for_the_policy_of_its_role(template: dict[str, Any]) -> None:
    machine = only(template, "AWS::StepFunctions::StateMachine")
    kinds = {template["Resources"][name]["Type"] for name in machine["DependsOn"]}
    assert "AWS::IAM::Policy" in kinds


def test_the_outputs_are_those_that_the_command_line_reads(template: dict[str, Any]) -> None:
    outputs = {name: literal(output["Value"]) for name, output in template["Outputs"].items()}
    bucket, table, topic, queue = (
        name.lower()
        for kind in ("S3::Bucket", "DynamoDB::Table", "SNS::Topic", "SQS::Queue")
        for name, r in template["Resources"].items()
        if r["Type"] == f"AWS::{kind}"
    )
    [monitoring] = (
        name.lower()
        for name, r in template["Resources"].items()
        if name.startswith("Monitoring") and r["Type"] == "AWS::StepFunctions::StateMachine"
    )
    assert outputs == {
        "StateMachineArn": "statemachine",
        "BucketName": bucket,
        "EndpointName": "stepline-ner-dev",
        "LogGroupName": "logs",
        "DataPrefix": f"s3://{bucket}/data/",
        "TableName": table,
        "TopicArn": topic,
        "DeadLetterQueueUrl": queue,
        "ModelPackageGroupName": "stepline-ner-dev-0a1b2c3d",
        "MonitoringStateMachineArn": monitoring,
        "PretrainedPrefix": f"s3://{bucket}/pretrained/",
    }


@pytest.mark.parametrize("pretrained", ["none", "someone/their-checkpoint"])
def test_a_stack_that_reads_no_checkpoint_from_its_bucket_says_no_prefix(
    synthesised: Synthesised, pretrained: str
) -> None:
    template = synthesised({"pretrained": pretrained})
    assert "PretrainedPrefix" not in template["Outputs"]
    assert ("someone/their-checkpoint" in json.dumps(definition(template))) == (
        pretrained != "none"
    )


def test_every_resource_that_takes_tags_says_pipeline_and_stage(make: Callable[..., Any]) -> None:
    app, stack = make({"stage": "prod"})
    assert app.synth().get_stack_by_name(stack.stack_name).tags == {
        "stepline:pipeline": "ner",
        "stepline:stage": "prod",
    }


def test_instances_and_endpoint_are_the_configurations(synthesised: Synthesised) -> None:
    text = json.dumps(
        definition(
            synthesised(
                {
                    "processing-instance-type": "ml.c5.xlarge",
                    "training-instance-type": "ml.g5.xlarge",
                    "endpoint-instance-type": "ml.c6i.large",
                    "endpoint-instance-count": "2",
                    "endpoint-name": "entities",
                }
            )
        )
    )
    for value in ("ml.c5.xlarge", "ml.g5.xlarge", "ml.c6i.large", "entities"):
        assert value in text


def test_more_instances_than_the_pipeline_uses_are_refused(make: Callable[..., Any]) -> None:
    with pytest.raises(SettingsError, match=r"stepline:training-instance-count cannot be 3"):
        make({"training-instance-count": 3})


def test_a_variant_that_the_pipeline_does_not_describe_is_refused(make: Callable[..., Any]) -> None:
    with pytest.raises(SettingsError, match=r"'tuned' \(pipeline iris describes no tuning\)"):
        make({"pipeline": "iris", "variant": "tuned"})


def test_account_and_region_can_be_fixed(make: Callable[..., Any]) -> None:
    _, stack = make({"account": "111122223333", "region": "eu-west-1"})
    assert (stack.account, stack.region) == ("111122223333", "eu-west-1")


def test_an_image_of_awss_own_needs_no_dockerfile(synthesised: Synthesised, tmp_path: Path) -> None:
    (tmp_path / "processing" / "ner").mkdir(parents=True)
    uri = "683313688378.dkr.ecr.us-east-1.amazonaws.com/sagemaker-xgboost:1.7-1"
    template = synthesised({"image-uri": uri}, root=tmp_path)
    assert uri in json.dumps(definition(template))
    assert "repository/sagemaker-xgboost" in json.dumps(template)
    assert "container-assets" not in json.dumps(template)


def test_a_pipeline_without_dockerfile_or_image_is_told_what_to_name(
    make: Callable[..., Any], tmp_path: Path
) -> None:
    with pytest.raises(SettingsError, match=r"training/ner/Dockerfile: .*stepline:image-uri"):
        make(root=tmp_path)


def test_an_image_from_elsewhere_is_refused(make: Callable[..., Any]) -> None:
    with pytest.raises(SettingsError, match=r"Amazon ECR"):
        make({"image-uri": "docker.io/library/python:3.11"})


@pytest.mark.parametrize("name", catalog.names())
def test_every_pipeline_of_the_repository_makes_a_stack(
    make: Callable[..., Any], name: str
) -> None:
    app, stack = make({"pipeline": name}, root=Path(__file__).parents[2])
    assert app.synth().get_stack_by_name(stack.stack_name).template["Resources"]
