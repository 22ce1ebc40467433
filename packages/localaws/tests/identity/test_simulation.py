"""Simulations by boto3, of principals whose policies are kept in IAM."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ..cloud import Cloud

TRUST = json.dumps({"Version": "2012-10-17", "Statement": []})


def document(*actions: str, effect: str = "Allow", resource: str = "*") -> str:
    statement = {"Effect": effect, "Action": list(actions), "Resource": resource}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def iam(cloud: Cloud) -> Any:
    return cloud.aws.client("iam")


def decisions(response: dict[str, Any]) -> dict[str, str]:
    results = response["EvaluationResults"]
    return {f"{r['EvalActionName']} {r['EvalResourceName']}": r["EvalDecision"] for r in results}


def test_a_role_is_judged_by_its_own_and_by_managed_policies(iam: Any) -> None:
    arn = iam.create_role(RoleName="judged", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    managed = "arn:aws:iam::aws:policy/AmazonSageMakerFullAccess"
    iam.attach_role_policy(RoleName="judged", PolicyArn=managed)
    iam.put_role_policy(
        RoleName="judged",
        PolicyName="no-logs",
        PolicyDocument=document("logs:*", effect="Deny"),
    )
    asked = ["sagemaker:CreateTrainingJob", "logs:PutLogEvents", "ec2:RunInstances"]
    found = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=asked)
    assert found["IsTruncated"] is False
    assert [r["EvalDecision"] for r in found["EvaluationResults"]] == [
        "allowed",
        "explicitDeny",
        "implicitDeny",
    ]
    first, second, _ = (result["MatchedStatements"] for result in found["EvaluationResults"])
    assert first[0]["SourcePolicyType"] == "aws-managed"
    assert second == [{"SourcePolicyId": "no-logs", "SourcePolicyType": "role"}]


def test_every_action_is_judged_on_every_resource_in_pages(iam: Any) -> None:
    arn = iam.create_role(RoleName="paged", AssumeRolePolicyDocument=TRUST)["Role"]["Arn"]
    pages = iam.get_paginator("simulate_principal_policy").paginate(
        PolicySourceArn=arn,
        ActionNames=["s3:GetObject", "s3:PutObject"],
        ResourceArns=["arn:aws:s3:::a/k", "arn:aws:s3:::b/k"],
        PolicyInputList=[document("s3:GetObject", resource="arn:aws:s3:::a/*")],
        PaginationConfig={"PageSize": 1},
    )
    found: dict[str, str] = {}
    for page in pages:
        found |= decisions(page)
    assert found == {
        "s3:GetObject arn:aws:s3:::a/k": "allowed",
        "s3:GetObject arn:aws:s3:::b/k": "implicitDeny",
        "s3:PutObject arn:aws:s3:::a/k": "implicitDeny",
        "s3:PutObject arn:aws:s3:::b/k": "implicitDeny",
    }


def test_a_user_is_judged_by_the_policies_of_its_groups(iam: Any) -> None:
    arn = iam.create_user(UserName="ann")["User"]["Arn"]
    iam.create_group(GroupName="readers")
    iam.put_group_policy(GroupName="readers", PolicyName="read", PolicyDocument=document("s3:Get*"))
    iam.add_user_to_group(GroupName="readers", UserName="ann")
    found = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"])
    assert decisions(found) == {"s3:GetObject *": "allowed"}


def test_a_boundary_is_told(iam: Any) -> None:
    policy = iam.create_policy(PolicyName="narrow", PolicyDocument=document("s3:Get*"))
    arn = iam.create_role(
        RoleName="bounded",
        AssumeRolePolicyDocument=TRUST,
        PermissionsBoundary=policy["Policy"]["Arn"],
    )["Role"]["Arn"]
    iam.put_role_policy(RoleName="bounded", PolicyName="all", PolicyDocument=document("*"))
    (result,) = iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:PutObject"])[
        "EvaluationResults"
    ]
    assert result["EvalDecision"] == "implicitDeny"
    assert result["PermissionsBoundaryDecisionDetail"] == {"AllowedByPermissionsBoundary": False}


def test_policies_of_the_request_alone_are_judged_in_its_context(iam: Any) -> None:
    statement = {
        "Effect": "Allow",
        "Action": "s3:*",
        "Resource": "*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/team": "risk"}},
    }
    asked = {
        "PolicyInputList": [json.dumps({"Statement": statement})],
        "ActionNames": ["s3:GetObject"],
    }
    (result,) = iam.simulate_custom_policy(**asked)["EvaluationResults"]
    assert (result["EvalDecision"], result["MissingContextValues"]) == (
        "implicitDeny",
        ["aws:PrincipalTag/team"],
    )
    entry = {
        "ContextKeyName": "aws:PrincipalTag/team",
        "ContextKeyValues": ["risk"],
        "ContextKeyType": "string",
    }
    found = iam.simulate_custom_policy(**asked, ContextEntries=[entry])
    assert decisions(found) == {"s3:GetObject *": "allowed"}


@pytest.mark.parametrize(
    ("arn", "code"),
    [
        ("arn:aws:iam::123456789012:role/none", "NoSuchEntity"),
        ("arn:aws:iam::123456789012:policy/p1", "InvalidInput"),
    ],
)
def test_who_is_not_there_is_not_judged(iam: Any, arn: str, code: str) -> None:
    with pytest.raises(iam.exceptions.ClientError) as caught:
        iam.simulate_principal_policy(PolicySourceArn=arn, ActionNames=["s3:GetObject"])
    assert caught.value.response["Error"]["Code"] == code


def test_what_cannot_be_judged_is_refused_by_name(iam: Any) -> None:
    with pytest.raises(iam.exceptions.ClientError, match="ResourcePolicy"):
        iam.simulate_custom_policy(
            PolicyInputList=["{}"], ActionNames=["s3:GetObject"], ResourcePolicy="{}"
        )
