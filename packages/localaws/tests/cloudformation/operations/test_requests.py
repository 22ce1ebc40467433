"""What the CloudFormation API says to requests that make no sense: its own errors, and nothing done."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.operations.requests import wanted

from ...cloud import Cloud, group
from ..sample_resources import TRUST
from ..stacks import asked, thing

TEMPLATE = json.dumps({"Resources": {"G": {"Type": "AWS::Logs::LogGroup"}}})
BODY = {"TemplateBody": TEMPLATE}


def refused(cloud: Cloud, operation: str, **members: Any) -> tuple[str, str]:
    with pytest.raises(ClientError) as refusal:
        getattr(cloud.stacks, operation)(**members)
    assert refusal.value.response["ResponseMetadata"]["HTTPStatusCode"] < 500
    error = refusal.value.response["Error"]
    return error["Code"], error["Message"]


@pytest.mark.parametrize(
    ("operation", "members", "says"),
    [
        ("create_stack", {"StackName": "7", **BODY}, "at 'stackName' failed"),
        ("create_stack", {"StackName": "x"}, "Template URL or Template Body"),
        ("create_stack", {"StackName": "x", "TemplateURL": "x"}, "must be a supported URL"),
        (
            "create_stack",
            {"StackName": "x", "TemplateURL": "http://localhost/no/thing"},
            "S3 error: NoSuchBucket",
        ),
        (
            "create_stack",
            {"StackName": "x", "TemplateBody": " " * 51_201},
            "less than or equal to 51200",
        ),
        (
            "create_stack",
            {"StackName": "x", **BODY, "Parameters": [{"ParameterValue": "1"}]},
            "'parameters.1.member.parameterKey' failed to satisfy constraint: Member must not be null",
        ),
        (
            "create_stack",
            {"StackName": "x", **BODY, "Parameters": [{"ParameterKey": "P"}]},
            "must have values",
        ),
        (
            "create_stack",
            {
                "StackName": "x",
                **BODY,
                "Parameters": [{"ParameterKey": "P", "ParameterValue": "1"}],
            },
            "do not exist in the template",
        ),
        (
            "create_stack",
            {"StackName": "x", **BODY, "Tags": [{"Key": "a", "Value": "b"}] * 2},
            "Duplicate tag keys",
        ),
        ("update_stack", {"StackName": "none", **BODY}, r"Stack [none] does not exist"),
        ("describe_stacks", {"StackName": "none"}, "Stack with id none does not exist"),
        ("describe_stacks", {"NextToken": "é"}, "NextToken is invalid"),
        ("list_exports", {"NextToken": "x"}, "NextToken is invalid"),
        ("describe_stack_events", {"StackName": "none"}, "does not exist"),
        ("get_template_summary", {"TemplateBody": "[]"}, "unsupported structure"),
        ("validate_template", {"TemplateBody": '{"Mappings": ["x"]}'}, "must be"),
        (
            "execute_change_set",
            {"StackName": "none", "ChangeSetName": "c"},
            "Stack [none] does not exist",
        ),
        (
            "create_change_set",
            {"StackName": "none", "ChangeSetName": "c", "ChangeSetType": "UPDATE", **BODY},
            "Stack [none] does not exist",
        ),
        (
            "create_change_set",
            {"StackName": "none", "ChangeSetName": "7", "ChangeSetType": "CREATE", **BODY},
            "at 'changeSetName' failed",
        ),
    ],
)
def test_a_request_without_sense_is_refused(
    cloud: Cloud, operation: str, members: dict[str, Any], says: str
) -> None:
    code, message = refused(cloud, operation, **members)
    assert code == "ValidationError"
    assert says in message
    assert not cloud.exists("x")


def test_a_change_set_is_executed_once(cloud: Cloud) -> None:
    named = {"StackName": "once", "ChangeSetName": "first"}
    cloud.stacks.create_change_set(**named, ChangeSetType="CREATE", **BODY)
    cloud.stacks.execute_change_set(**named)
    assert refused(cloud, "execute_change_set", **named)[0] == "InvalidChangeSetStatus"
    other = {"StackName": "once", "ChangeSetName": "other"}
    assert refused(cloud, "describe_change_set", **other)[0] == "ChangeSetNotFound"


def test_a_stack_is_updated_only_where_something_changes(cloud: Cloud) -> None:
    template = json.dumps({"Resources": {"G": group("/unchanged", 7)}})
    cloud.stacks.create_stack(StackName="unchanged", TemplateBody=template)
    _, message = refused(cloud, "update_stack", StackName="unchanged", TemplateBody=template)
    assert message == "No updates are to be performed."


def test_iam_resources_have_to_be_acknowledged(cloud: Cloud) -> None:
    role = {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": TRUST}}
    template = json.dumps({"Resources": {"R": role}})
    code, message = refused(cloud, "create_stack", StackName="iam", TemplateBody=template)
    assert (code, message) == (
        "InsufficientCapabilitiesException",
        "Requires capabilities : [CAPABILITY_IAM]",
    )
    validated = cloud.stacks.validate_template(TemplateBody=template)
    assert validated["Capabilities"] == ["CAPABILITY_IAM"]


def test_nothing_is_left_of_a_resource_that_failed_half_way(cloud: Cloud) -> None:
    stack = cloud.deploy("half", {"G": group("/half", 7) | {"Properties": {
        "LogGroupName": "/half", "RetentionInDays": "many"}}})  # fmt: skip
    assert stack["StackStatus"] == "ROLLBACK_COMPLETE"
    groups = cloud.aws.client("logs").describe_log_groups(logGroupNamePrefix="/half")
    assert groups["logGroups"] == []


DECLARED = {"Parameters": {"P": {"Type": "String", "Default": "of the template"}}}


@pytest.mark.parametrize(
    ("given", "has"),
    [
        ({}, {}),
        ({"ParameterValue": "new"}, {"P": "new"}),
        ({"UsePreviousValue": True}, {"P": "of the template"}),
        ({"UsePreviousValue": True, "ParameterValue": ""}, {"P": "of the template"}),
        ({"UsePreviousValue": False, "ParameterValue": ""}, {"P": ""}),
    ],
)
def test_a_parameter_has_the_given_value_or_the_one_before(
    given: dict[str, Any], has: dict[str, str]
) -> None:
    before = asked({"A": thing()}, **DECLARED)
    parameters = [{"ParameterKey": "P", **given}] if given else []
    request = {"UsePreviousTemplate": True, "Parameters": parameters}
    assert wanted(request, before).parameters == has
    again = wanted(request, replace(before, parameters={"P": "given"})).parameters
    assert again == ({"P": "given"} if has == {"P": "of the template"} else has)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"UsePreviousValue": True, "ParameterValue": "x"}, "true and non empty value"),
        ({"ParameterKey": "Q", "UsePreviousValue": True}, "not in the previous template"),
        ({"ParameterValue": "\x00"}, r"U\+0000 is not allowed in a parameter P"),
    ],
)
def test_a_parameter_that_cannot_be_is_refused(given: dict[str, Any], says: str) -> None:
    request = {"UsePreviousTemplate": True, "Parameters": [{"ParameterKey": "P", **given}]}
    with pytest.raises(ValidationError, match=says):
        wanted(request, asked({"A": thing()}, **DECLARED))


def test_a_stack_has_at_most_fifty_tags() -> None:
    before = asked({"A": thing()})
    tags = [{"Key": f"k{number}", "Value": "v"} for number in range(51)]
    request = {"UsePreviousTemplate": True, "Tags": tags[:50]}
    assert len(wanted(request, before).tags) == 50
    with pytest.raises(ValidationError, match="at most 50 tags, not 51"):
        wanted({**request, "Tags": tags}, before)
    for wrong in ({"Key": "", "Value": "v"}, {"Key": "aws:x", "Value": "v"}):
        with pytest.raises(ValidationError, match=r"(?i)tag"):
            wanted({**request, "Tags": [wrong]}, before)
