"""Secrets of a stack: given, or made up and kept until the template asks for another."""

from __future__ import annotations

import json
from typing import Any

import pytest

from ...cloud import Cloud
from .one_resource import deployed, failed

KIND = "AWS::SecretsManager::Secret"
MADE_UP = {
    "SecretStringTemplate": '{"username": "admin"}',
    "GenerateStringKey": "password",
    "PasswordLength": "20",
    "ExcludePunctuation": True,
}


def secret(cloud: Cloud, **properties: Any) -> str:
    arn = deployed(cloud, KIND, properties, "Id", stack="secret")["Ref"]
    found = cloud.aws.client("secretsmanager").get_secret_value(SecretId=arn)
    return str(found["SecretString"])


def test_a_secret_is_made_up_once(cloud: Cloud) -> None:
    first = json.loads(secret(cloud, GenerateSecretString=MADE_UP))
    assert first["username"] == "admin"
    assert len(first["password"]) == 20
    assert first["password"].isalnum()
    again = json.loads(secret(cloud, GenerateSecretString=MADE_UP, Description="same"))
    assert again == first
    longer = json.loads(secret(cloud, GenerateSecretString=MADE_UP | {"PasswordLength": 30}))
    assert len(longer["password"]) == 30
    assert secret(cloud, SecretString="given") == "given"


@pytest.mark.parametrize(
    ("properties", "said"),
    [
        ({"SecretString": "a", "GenerateSecretString": {}}, "not both"),
        ({"GenerateSecretString": {"GenerateStringKey": "a"}}, "given both, or neither"),
        (
            {"GenerateSecretString": {"GenerateStringKey": "a", "SecretStringTemplate": "[]"}},
            "has to be a JSON object",
        ),
    ],
)
def test_a_template_that_contradicts_itself_fails(
    cloud: Cloud, properties: dict[str, Any], said: str
) -> None:
    assert said in failed(cloud, KIND, properties, stack=f"secret-{hash(said) % 1000}")


def test_a_deleted_secrets_name_is_free_again_and_its_policy_goes_with_the_stack(
    cloud: Cloud,
) -> None:
    secrets = cloud.aws.client("secretsmanager")
    for _ in range(2):
        deployed(cloud, KIND, {"Name": "again", "SecretString": "x"}, stack="secret-again")
        statement = {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}
        policy = {
            "SecretId": "again",
            "ResourcePolicy": {"Version": "2012-10-17", "Statement": [statement]},
        }
        kind = "AWS::SecretsManager::ResourcePolicy"
        deployed(cloud, kind, policy, "Id", stack="secret-policy")
        assert "Deny" in secrets.get_resource_policy(SecretId="again")["ResourcePolicy"]
        cloud.stacks.delete_stack(StackName="secret-policy")
        assert "ResourcePolicy" not in secrets.get_resource_policy(SecretId="again")
        cloud.stacks.delete_stack(StackName="secret-again")
