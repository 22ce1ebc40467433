"""A valid template with every section and every function."""

from __future__ import annotations

from typing import Any

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
