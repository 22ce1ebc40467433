"""A bucket has what its properties say; its notifications are S3's own, none dropped without a word."""

from __future__ import annotations

from typing import Any

from localaws.cloudformation.types.bucket import notifications

from ...cloud import Cloud


def test_every_kind_of_target_is_asked_for() -> None:
    rules = [{"Name": "prefix", "Value": "raw/"}]
    event = "s3:ObjectCreated:*"
    given = {
        "EventBridgeConfiguration": {"EventBridgeEnabled": "true"},
        "QueueConfigurations": [
            {"Event": event, "Queue": "q", "Filter": {"S3Key": {"Rules": rules}}}
        ],
        "TopicConfigurations": [{"Event": event, "Topic": "t"}],
        "LambdaConfigurations": [{"Event": event, "Function": "f"}],
    }
    assert notifications(given) == {
        "EventBridgeConfiguration": {},
        "QueueConfigurations": [
            {"QueueArn": "q", "Events": [event], "Filter": {"Key": {"FilterRules": rules}}}
        ],
        "TopicConfigurations": [{"TopicArn": "t", "Events": [event]}],
        "LambdaFunctionConfigurations": [{"LambdaFunctionArn": "f", "Events": [event]}],
    }
    assert notifications({}) == {}
    assert notifications({"EventBridgeConfiguration": {}}) == {"EventBridgeConfiguration": {}}
    assert notifications({"EventBridgeConfiguration": {"EventBridgeEnabled": "false"}}) == {}


def test_notifications_that_somebody_else_has_set_stay(cloud: Cloud) -> None:
    def bucket(versioning: str) -> dict[str, Any]:
        properties = {"VersioningConfiguration": {"Status": versioning}}
        return {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}

    cloud.deploy("notified", bucket("Enabled"))
    stacks, s3 = cloud.stacks, cloud.aws.client("s3")
    (made,) = stacks.list_stack_resources(StackName="notified")["StackResourceSummaries"]
    name = made["PhysicalResourceId"]
    s3.put_bucket_notification_configuration(
        Bucket=name, NotificationConfiguration={"EventBridgeConfiguration": {}}
    )
    cloud.deploy("notified", bucket("Suspended"))
    assert "EventBridgeConfiguration" in s3.get_bucket_notification_configuration(Bucket=name)


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
