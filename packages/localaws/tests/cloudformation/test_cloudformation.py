"""Stacks: what is deployed is there, what fails is undone and says why, what is skipped is named."""

from __future__ import annotations

import json
import urllib.request
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ..cloud import ROLE, Cloud, group

PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
BROKEN = json.dumps({"StartAt": "Nowhere", "States": {"A": {"Type": "Pass", "End": True}}})


def machine(name: str, definition: str, **properties: Any) -> dict[str, Any]:
    own = {"StateMachineName": name, "DefinitionString": definition, "RoleArn": ROLE}
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": own | properties}


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


def test_a_bucket_has_what_its_properties_say(cloud: Cloud) -> None:
    bucket = {
        "Type": "AWS::S3::Bucket",
        "Properties": {
            "VersioningConfiguration": {"Status": "Enabled"},
            "LifecycleConfiguration": {
                "Rules": [
                    {
                        "Id": "old",
                        "Status": "Enabled",
                        "NoncurrentVersionExpiration": {"NoncurrentDays": 9},
                        "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 2},
                    }
                ]
            },
            "BucketEncryption": {
                "ServerSideEncryptionConfiguration": [
                    {"ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
                ]
            },
            "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
        },
    }
    tls_only = {
        "Type": "AWS::S3::BucketPolicy",
        "Properties": {
            "Bucket": {"Ref": "B"},
            "PolicyDocument": {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Principal": {"AWS": "*"},
                        "Action": "s3:*",
                        "Resource": {"Fn::Sub": "${B.Arn}/*"},
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                ],
            },
        },
    }
    outputs = {"Name": {"Value": {"Ref": "B"}}}
    stack = cloud.deploy("bucket", {"B": bucket, "P": tls_only}, Outputs=outputs)
    name, client = stack["Outputs"][0]["OutputValue"], cloud.aws.client("s3")
    assert client.get_bucket_versioning(Bucket=name)["Status"] == "Enabled"
    (rule,) = client.get_bucket_lifecycle_configuration(Bucket=name)["Rules"]
    assert rule["NoncurrentVersionExpiration"] == {"NoncurrentDays": 9}
    assert rule["AbortIncompleteMultipartUpload"] == {"DaysAfterInitiation": 2}
    assert client.get_bucket_encryption(Bucket=name)["ServerSideEncryptionConfiguration"]
    assert "SecureTransport" in client.get_bucket_policy(Bucket=name)["Policy"]
    client.put_object(Bucket=name, Key="k", Body=b"1")
    assert client.get_object(Bucket=name, Key="k")["Body"].read() == b"1"


def test_a_bucket_with_objects_fails_to_delete_and_says_so(cloud: Cloud) -> None:
    outputs = {"Name": {"Value": {"Ref": "B"}}}
    stack = cloud.deploy("full", {"B": {"Type": "AWS::S3::Bucket"}}, Outputs=outputs)
    name = stack["Outputs"][0]["OutputValue"]
    cloud.aws.client("s3").put_object(Bucket=name, Key="k", Body=b"1")
    cloud.stacks.delete_stack(StackName="full")
    assert cloud.stack("full")["StackStatus"] == "DELETE_FAILED"
    assert any("not empty" in reason for reason in cloud.reasons("full"))


def test_a_retained_resource_outlives_its_stack(cloud: Cloud) -> None:
    kept = {**group("/retained", 7), "DeletionPolicy": "Retain"}
    cloud.deploy("retained", {"G": kept})
    cloud.stacks.delete_stack(StackName="retained")
    assert not cloud.exists("retained")
    assert retention(cloud, "/retained") == 7


def test_a_role_is_updated_in_place(cloud: Cloud) -> None:
    def role(*actions: str) -> dict[str, Any]:
        statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
        version = {"Version": "2012-10-17"}
        trust = {
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
        return {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "RoleName": "updated",
                "AssumeRolePolicyDocument": {**version, "Statement": [trust]},
                "Policies": [
                    {"PolicyName": "p", "PolicyDocument": {**version, "Statement": [statement]}}
                ],
            },
        }

    cloud.deploy("role", {"R": role("s3:GetObject")})
    identity = cloud.aws.client("iam").get_role(RoleName="updated")["Role"]["RoleId"]
    cloud.deploy("role", {"R": role("s3:PutObject")})
    client = cloud.aws.client("iam")
    assert client.get_role(RoleName="updated")["Role"]["RoleId"] == identity
    policy = client.get_role_policy(RoleName="updated", PolicyName="p")["PolicyDocument"]
    assert policy["Statement"][0]["Action"] == ["s3:PutObject"]


def test_a_rule_keeps_its_name_and_loses_old_targets(cloud: Cloud) -> None:
    def rule(expression: str, *targets: str) -> dict[str, Any]:
        arn = "arn:aws:sqs:us-east-1:123456789012:"
        return {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "ScheduleExpression": expression,
                "State": "DISABLED",
                "Targets": [{"Id": name, "Arn": f"{arn}{name}"} for name in targets],
            },
        }

    outputs = {"Name": {"Value": {"Ref": "R"}}}
    before = cloud.deploy("rule", {"R": rule("rate(1 day)", "a", "b")}, Outputs=outputs)
    after = cloud.deploy("rule", {"R": rule("rate(2 days)", "b")}, Outputs=outputs)
    name, client = after["Outputs"][0]["OutputValue"], cloud.aws.client("events")
    assert before["Outputs"] == after["Outputs"]
    assert client.describe_rule(Name=name)["ScheduleExpression"] == "rate(2 days)"
    assert [t["Id"] for t in client.list_targets_by_rule(Rule=name)["Targets"]] == ["b"]


def test_a_state_machine_keeps_logging_tracing_and_substitutions(cloud: Cloud) -> None:
    definition = json.dumps(
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": "${word}", "End": True}}}
    )
    made = machine(
        "logged",
        definition,
        DefinitionSubstitutions={"word": 'say "hi"'},
        TracingConfiguration={"Enabled": "true"},
        LoggingConfiguration={
            "Level": "ALL",
            "IncludeExecutionData": False,
            "Destinations": [
                {"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": ["G", "Arn"]}}}
            ],
        },
    )
    outputs = {"Arn": {"Value": {"Ref": "M"}}}
    stack = cloud.deploy("logged", {"M": made, "G": group("/logged", 7)}, Outputs=outputs)
    arn = stack["Outputs"][0]["OutputValue"]
    described = cloud.states.describe_state_machine(stateMachineArn=arn)
    assert described["tracingConfiguration"] == {"enabled": True}
    assert described["loggingConfiguration"]["level"] == "ALL"
    assert json.loads(cloud.ended(cloud.start(arn))["output"]) == 'say "hi"'
    events = cloud.aws.client("logs").filter_log_events(logGroupName="/logged")["events"]
    assert [json.loads(event["message"])["type"] for event in events] == [
        "ExecutionStarted",
        "PassStateEntered",
        "PassStateExited",
        "ExecutionSucceeded",
    ]
    assert all('"output"' not in event["message"] for event in events)


def test_an_unknown_type_is_skipped_and_named(cloud: Cloud) -> None:
    stack = cloud.deploy("skips", {"G": group("/skips", 7), "T": {"Type": "AWS::Moon::Base"}})
    assert stack["StackStatus"] == "CREATE_COMPLETE"
    with urllib.request.urlopen(f"{cloud.aws.endpoint}/_localaws/unsupported") as answer:
        found = json.load(answer)["unsupported"]
    assert {"stack": "skips", "resource": "T", "what": "AWS::Moon::Base"} in found
    assert "AWS::Moon::Base is not supported and was skipped" in cloud.aws.log()


def test_a_property_that_is_not_done_is_named(cloud: Cloud) -> None:
    bucket = {
        "Type": "AWS::S3::Bucket",
        "Properties": {"AccelerateConfiguration": {"AccelerationStatus": "Enabled"}},
    }
    key = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": {}, "Origin": "AWS_KMS"}}
    cloud.deploy("properties", {"B": bucket, "K": key})
    with urllib.request.urlopen(f"{cloud.aws.endpoint}/_localaws/unsupported") as answer:
        found = {entry["what"] for entry in json.load(answer)["unsupported"]}
    assert "AWS::S3::Bucket property AccelerateConfiguration" in found
    assert "AWS::KMS::Key property Origin" in found


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
