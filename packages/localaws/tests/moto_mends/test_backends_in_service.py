"""The backends that are ours answer in the server, each in its service's own error."""

from __future__ import annotations

from typing import Any

import pytest
from botocore.exceptions import ClientError

from ..cloud import Cloud


def test_a_disabled_key_neither_encrypts_nor_decrypts_until_it_is_enabled(cloud: Cloud) -> None:
    kms = cloud.aws.client("kms")
    key = kms.create_key()["KeyMetadata"]["KeyId"]
    secret = kms.encrypt(KeyId=key, Plaintext=b"secret")["CiphertextBlob"]
    kms.disable_key(KeyId=key)
    with pytest.raises(ClientError, match=r"DisabledException.* is disabled"):
        kms.decrypt(CiphertextBlob=secret)
    with pytest.raises(ClientError, match="DisabledException"):
        kms.generate_data_key(KeyId=key, KeySpec="AES_256")
    kms.enable_key(KeyId=key)
    assert kms.decrypt(CiphertextBlob=secret)["Plaintext"] == b"secret"


def test_a_key_that_is_pending_deletion_signs_nothing(cloud: Cloud) -> None:
    kms = cloud.aws.client("kms")
    key = kms.create_key(KeySpec="ECC_NIST_P256", KeyUsage="SIGN_VERIFY")["KeyMetadata"]["KeyId"]
    kms.schedule_key_deletion(KeyId=key)
    with pytest.raises(ClientError, match=r"KMSInvalidStateException.* is pending deletion"):
        kms.sign(KeyId=key, Message=b"m", SigningAlgorithm="ECDSA_SHA_256")


@pytest.mark.parametrize(
    ("service", "operation", "parameters", "code"),
    [
        ("kms", "describe_key", {"KeyId": "none"}, "NotFoundException"),
        (
            *("ecr", "put_image"),
            {"repositoryName": "none", "imageManifest": "{}", "imageTag": "t"},
            "RepositoryNotFoundException",
        ),
        ("secretsmanager", "list_secret_version_ids", {"SecretId": "none"}, "ResourceNotFound"),
        ("ssm", "get_parameter", {"Name": "/none"}, "ParameterNotFound"),
        ("s3", "delete_object_tagging", {"Bucket": "backends", "Key": "none"}, "NoSuchKey"),
        ("iam", "get_policy", {"PolicyArn": "arn:aws:iam::aws:policy/None"}, "NoSuchEntity"),
    ],
)
def test_what_there_is_not_is_named(
    cloud: Cloud, service: str, operation: str, parameters: dict[str, Any], code: str
) -> None:
    if service == "s3":
        cloud.aws.client("s3").create_bucket(Bucket="backends")
    with pytest.raises(ClientError, match=code):
        getattr(cloud.aws.client(service), operation)(**parameters)


def test_a_role_can_have_a_policy_that_aws_manages(cloud: Cloud) -> None:
    iam = cloud.aws.client("iam")
    iam.create_role(RoleName="reader", AssumeRolePolicyDocument="{}")
    iam.attach_role_policy(RoleName="reader", PolicyArn="arn:aws:iam::aws:policy/ReadOnlyAccess")
    [attached] = iam.list_attached_role_policies(RoleName="reader")["AttachedPolicies"]
    assert attached["PolicyName"] == "ReadOnlyAccess"
