"""Valid templates with every section, function and resource type that the engine has of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from localaws.cloudformation.documents import parsed

ROOT = Path(__file__).parents[4]
BOOTSTRAP = ROOT / "node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml"
SNAPSHOT = ROOT / "tests/infrastructure/__snapshots__/test_stack.ambr"

PASS = json.dumps({"StartAt": "A", "States": {"A": {"Type": "Pass", "End": True}}})
TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Principal": {"Service": "states.amazonaws.com"},
            "Action": "sts:AssumeRole",
        }
    ],
}
ALLOW = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}],
}

FUNCTIONS: dict[str, Any] = {
    "AWSTemplateFormatVersion": "2010-09-09",
    "Description": "every function",
    "Metadata": {"About": ["anything", {"at": "all"}]},
    "Parameters": {
        "Stage": {"Type": "String", "Default": "dev", "AllowedValues": ["dev", "prod"]},
        "Days": {"Type": "Number", "Default": 7, "MinValue": 1, "MaxValue": 30},
        "Names": {"Type": "CommaDelimitedList", "Default": "a,b"},
        "Counts": {"Type": "List<Number>", "Default": "1,2"},
        "Name": {
            "Type": "String",
            "Default": "abc",
            "AllowedPattern": "[a-z]+",
            "MinLength": 1,
            "MaxLength": 10,
            "NoEcho": True,
            "ConstraintDescription": "small letters",
        },
    },
    "Mappings": {"ByStage": {"dev": {"Days": 7}, "prod": {"Days": 30}}},
    "Conditions": {
        "IsDev": {"Fn::Equals": [{"Ref": "Stage"}, "dev"]},
        "IsNot": {"Fn::Not": [{"Condition": "IsDev"}]},
        "Both": {"Fn::And": [{"Condition": "IsDev"}, {"Fn::Equals": ["a", "a"]}]},
        "Either": {"Fn::Or": [{"Condition": "Both"}, {"Condition": "IsNot"}]},
    },
    "Resources": {
        "Group": {
            "Type": "AWS::Logs::LogGroup",
            "Condition": "Either",
            "DeletionPolicy": "Delete",
            "UpdateReplacePolicy": "Delete",
            "Metadata": {"aws:cdk:path": "stack/group"},
            "Properties": {
                "RetentionInDays": {"Fn::FindInMap": ["ByStage", {"Ref": "Stage"}, "Days"]},
                "LogGroupName": {"Fn::Sub": "/${AWS::StackName}/${Stage}"},
                "Tags": [{"Key": "stage", "Value": {"Ref": "Stage"}}],
            },
        },
        "Parameter": {
            "Type": "AWS::SSM::Parameter",
            "DependsOn": ["Group"],
            "Properties": {
                "Type": "String",
                "Value": {"Fn::If": ["IsDev", {"Fn::Join": ["-", {"Ref": "Names"}]}, "none"]},
                "Description": {"Fn::Select": [0, {"Fn::Split": [",", "a,b"]}]},
            },
        },
        "Other": {
            "Type": "AWS::SSM::Parameter",
            "DependsOn": "Parameter",
            "Properties": {
                "Type": "String",
                "Value": {"Fn::Sub": ["${Arn}", {"Arn": {"Fn::GetAtt": ["Group", "Arn"]}}]},
                "Description": {"Fn::Base64": {"Fn::ToJsonString": {"a": {"Ref": "Days"}}}},
                "DataType": {"Ref": "AWS::NoValue"},
            },
        },
    },
    "Outputs": {
        "Group": {"Value": {"Ref": "Group"}, "Description": "the group", "Condition": "Either"},
        "Zone": {
            "Value": {"Fn::Select": ["0", {"Fn::GetAZs": ""}]},
            "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-zone"}},
        },
    },
}

OWN_TYPES: dict[str, Any] = {
    "Resources": {
        "Bucket": {
            "Type": "AWS::S3::Bucket",
            "DeletionPolicy": "Delete",
            "Properties": {
                "VersioningConfiguration": {"Status": "Enabled"},
                "LifecycleConfiguration": {
                    "Rules": [
                        {
                            "Id": "old",
                            "Status": "Enabled",
                            "Prefix": "runs/",
                            "ExpirationInDays": 30,
                            "NoncurrentVersionExpiration": {"NoncurrentDays": 7},
                            "AbortIncompleteMultipartUpload": {"DaysAfterInitiation": 1},
                            "Transitions": [{"TransitionInDays": 3, "StorageClass": "GLACIER"}],
                        }
                    ]
                },
                "BucketEncryption": {
                    "ServerSideEncryptionConfiguration": [
                        {
                            "ServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"},
                            "BucketKeyEnabled": "true",
                        }
                    ]
                },
                "PublicAccessBlockConfiguration": {"BlockPublicAcls": True},
                "OwnershipControls": {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]},
                "NotificationConfiguration": {
                    "EventBridgeConfiguration": {"EventBridgeEnabled": True}
                },
                "Tags": [{"Key": "a", "Value": "b"}],
            },
        },
        "BucketPolicy": {
            "Type": "AWS::S3::BucketPolicy",
            "Properties": {
                "Bucket": {"Ref": "Bucket"},
                "PolicyDocument": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Deny",
                            "Principal": "*",
                            "Action": "s3:*",
                            "Resource": {"Fn::Sub": "${Bucket.Arn}/*"},
                            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                        }
                    ],
                },
            },
        },
        "Role": {
            "Type": "AWS::IAM::Role",
            "Properties": {
                "AssumeRolePolicyDocument": TRUST,
                "Description": "a role",
                "MaxSessionDuration": "3600",
                "ManagedPolicyArns": ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"],
                "Policies": [{"PolicyName": "inline", "PolicyDocument": ALLOW}],
                "Tags": [{"Key": "a", "Value": "b"}],
            },
        },
        "Policy": {
            "Type": "AWS::IAM::Policy",
            "Properties": {
                "PolicyName": "extra",
                "PolicyDocument": ALLOW,
                "Roles": [{"Ref": "Role"}],
            },
        },
        "Repository": {
            "Type": "AWS::ECR::Repository",
            "Properties": {
                "ImageTagMutability": "IMMUTABLE",
                "ImageScanningConfiguration": {"ScanOnPush": True},
                "LifecyclePolicy": {
                    "LifecyclePolicyText": json.dumps(
                        {
                            "rules": [
                                {
                                    "rulePriority": 1,
                                    "selection": {
                                        "tagStatus": "untagged",
                                        "countType": "imageCountMoreThan",
                                        "countNumber": 1,
                                    },
                                    "action": {"type": "expire"},
                                }
                            ]
                        }
                    )
                },
                "EmptyOnDelete": True,
            },
        },
        "Machine": {
            "Type": "AWS::StepFunctions::StateMachine",
            "Properties": {
                "DefinitionString": PASS.replace('"Pass"', '"${Kind}"'),
                "DefinitionSubstitutions": {"Kind": "Pass"},
                "RoleArn": {"Fn::GetAtt": "Role.Arn"},
                "StateMachineType": "STANDARD",
                "LoggingConfiguration": {
                    "Level": "ALL",
                    "IncludeExecutionData": True,
                    "Destinations": [
                        {"CloudWatchLogsLogGroup": {"LogGroupArn": {"Fn::GetAtt": "Group.Arn"}}}
                    ],
                },
                "TracingConfiguration": {"Enabled": False},
                "Tags": [{"Key": "a", "Value": "b"}],
            },
        },
        "Group": {"Type": "AWS::Logs::LogGroup", "Properties": {"RetentionInDays": 7}},
        "Rule": {
            "Type": "AWS::Events::Rule",
            "Properties": {
                "Description": "a rule",
                "EventPattern": {"source": ["aws.s3"], "detail": {"bucket": {"name": ["b"]}}},
                "State": "DISABLED",
                "Targets": [
                    {
                        "Id": "T",
                        "Arn": {"Ref": "Machine"},
                        "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                        "InputTransformer": {
                            "InputPathsMap": {"key": "$.detail.object.key"},
                            "InputTemplate": '{"key": <key>}',
                        },
                    }
                ],
            },
        },
        "Schedule": {
            "Type": "AWS::Scheduler::Schedule",
            "Properties": {
                "ScheduleExpression": "cron(0 3 * * ? *)",
                "ScheduleExpressionTimezone": "Asia/Tokyo",
                "FlexibleTimeWindow": {"Mode": "OFF"},
                "State": "DISABLED",
                "Target": {
                    "Arn": {"Ref": "Machine"},
                    "RoleArn": {"Fn::GetAtt": ["Role", "Arn"]},
                    "Input": "{}",
                    "RetryPolicy": {"MaximumRetryAttempts": 1},
                },
            },
        },
    },
}

MOTO_TYPES: dict[str, Any] = {
    "Resources": {
        "Topic": {
            "Type": "AWS::SNS::Topic",
            "Properties": {
                "TopicName": {"Fn::Sub": "${AWS::StackName}-topic"},
                "Subscription": [{"Protocol": "sqs", "Endpoint": {"Fn::GetAtt": "Queue.Arn"}}],
            },
        },
        "Queue": {
            "Type": "AWS::SQS::Queue",
            "Properties": {
                "VisibilityTimeout": 30,
                "RedrivePolicy": {
                    "deadLetterTargetArn": {"Fn::GetAtt": "Dead.Arn"},
                    "maxReceiveCount": 3,
                },
            },
        },
        "Dead": {"Type": "AWS::SQS::Queue"},
        "Key": {
            "Type": "AWS::KMS::Key",
            "Properties": {
                "KeyPolicy": {
                    "Version": "2012-10-17",
                    "Statement": [
                        {
                            "Effect": "Allow",
                            "Principal": {"AWS": "*"},
                            "Action": "kms:*",
                            "Resource": "*",
                        }
                    ],
                },
                "EnableKeyRotation": True,
            },
        },
        "Table": {
            "Type": "AWS::DynamoDB::Table",
            "Properties": {
                "AttributeDefinitions": [{"AttributeName": "id", "AttributeType": "S"}],
                "KeySchema": [{"AttributeName": "id", "KeyType": "HASH"}],
                "BillingMode": "PAY_PER_REQUEST",
            },
        },
        "Alarm": {
            "Type": "AWS::CloudWatch::Alarm",
            "Properties": {"AlarmActions": [{"Ref": "Topic"}]},
        },
        "Managed": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": ALLOW}},
        "User": {"Type": "AWS::IAM::User", "Properties": {}},
        "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "bus"}},
    },
}


def bootstrap() -> dict[str, Any]:
    """The template that ``cdk bootstrap`` deploys."""
    found: dict[str, Any] = yaml.safe_load(BOOTSTRAP.read_text())
    return found


def stack() -> dict[str, Any]:
    """The template of a pipeline's stack, as its snapshot has it."""
    text = SNAPSHOT.read_text().split("'''")[1]
    return parsed(text)


def samples() -> list[dict[str, Any]]:
    return [FUNCTIONS, OWN_TYPES, MOTO_TYPES, bootstrap(), stack()]
