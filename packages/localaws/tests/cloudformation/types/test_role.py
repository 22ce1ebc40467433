"""A role is changed where it is."""

from __future__ import annotations

from typing import Any

from ...cloud import Cloud


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
