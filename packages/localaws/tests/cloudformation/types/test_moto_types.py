"""Types that moto makes: what Ref and Fn::GetAtt give, and that a change leaves the same resource there."""

from __future__ import annotations

import json
from typing import Any

import pytest

from localaws import offer
from localaws.cloudformation.types.moto_types import MOTO_TYPES
from localaws.offer.catalogue import offered

from ...cloud import Cloud

POLICY = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}],
}
TAGS = [{"Key": "team", "Value": "ner"}]

# By type: the properties, those of an update, and what Ref and Fn::GetAtt have in them.
TYPES: dict[str, tuple[dict[str, Any], dict[str, Any], dict[str, str]]] = {
    "AWS::CloudWatch::Dashboard": (
        {"DashboardBody": '{"widgets": []}'},
        {"DashboardBody": '{"widgets": [], "start": "-PT1H"}'},
        {"Ref": "in-place-"},
    ),
    "AWS::IAM::AccessKey": (
        {"UserName": "in-place"},
        {"Status": "Inactive"},
        {"Ref": "AKIA", "SecretAccessKey": ""},
    ),
    "AWS::IAM::InstanceProfile": (
        {"Roles": []},
        {"Roles": ["in-place"]},
        {"Ref": "in-place-", "Arn": ":instance-profile/in-place-"},
    ),
    "AWS::IAM::ManagedPolicy": (
        {"PolicyDocument": POLICY},
        {"PolicyDocument": {**POLICY, "Id": "other"}, "Users": ["in-place"]},
        {"Ref": ":policy/in-place-", "PolicyArn": ":policy/in-place-", "PolicyId": "A"},
    ),
    "AWS::IAM::User": (
        {},
        {"Policies": [{"PolicyName": "p", "PolicyDocument": POLICY}], "Tags": TAGS},
        {"Ref": "in-place-", "Arn": ":user/in-place-"},
    ),
    "AWS::Logs::ResourcePolicy": (
        {"PolicyName": "in-place", "PolicyDocument": json.dumps(POLICY)},
        {"PolicyDocument": json.dumps({**POLICY, "Id": "other"})},
        {"Ref": "in-place"},
    ),
}


def test_every_type_of_motos_is_here() -> None:
    made = {kind for service in offered().services.values() for kind in service.types}
    assert made == set(MOTO_TYPES) == set(TYPES)
    assert all(offer.without(kind) is not None for kind in made)


@pytest.fixture(scope="module")
def others(cloud: Cloud) -> None:
    """What the resources refer to."""
    iam = cloud.aws.client("iam")
    iam.create_user(UserName="in-place")
    iam.create_role(RoleName="in-place", AssumeRolePolicyDocument=json.dumps(POLICY))


@pytest.mark.parametrize("kind", TYPES)
def test_a_change_is_made_type(cloud: Cloud, others: None, kind: str) -> None:
    properties, changed, attributes = TYPES[kind]
    name = f"in-place-{kind.replace('::', '-')}"
    outputs = {
        attribute: {
            "Value": {"Ref": "X"} if attribute == "Ref" else {"Fn::GetAtt": ["X", attribute]}
        }
        for attribute in attributes
    }
    seen = []
    for wanted in (properties, properties | changed, properties):
        stack = cloud.deploy(name, {"X": {"Type": kind, "Properties": wanted}}, Outputs=outputs)
        assert stack["StackStatus"] in ("CREATE_COMPLETE", "UPDATE_COMPLETE"), cloud.reasons(name)
        seen.append({each["OutputKey"]: each["OutputValue"] for each in stack["Outputs"]})
        if not changed:
            break
    assert all(each == seen[0] for each in seen)
    assert all(part in seen[0][attribute] for attribute, part in attributes.items()), seen[0]
    cloud.stacks.delete_stack(StackName=name)
    assert not cloud.exists(name)
