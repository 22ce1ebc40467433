"""The backends that are ours answer in the server, each in its service's own error."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from localaws.images.docker_cli import run as docker
from localaws.images.store import ImageStore
from localaws.runtime.process_image import ImageConfig

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


def test_a_transaction_that_is_cancelled_has_written_nothing(cloud: Cloud) -> None:
    tables = cloud.aws.client("dynamodb")
    key = {"AttributeName": "id"}
    tables.create_table(
        TableName="cancelled",
        KeySchema=[{**key, "KeyType": "HASH"}],
        AttributeDefinitions=[{**key, "AttributeType": "S"}],
        BillingMode="PAY_PER_REQUEST",
    )
    item = {"id": {"S": "counter"}, "count": {"N": "5"}, "name": {"S": "text"}}
    tables.put_item(TableName="cancelled", Item=item)
    update: dict[str, Any] = {
        "TableName": "cancelled",
        "Key": {"id": {"S": "counter"}},
        "ExpressionAttributeNames": {"#count": "count"},
        "ExpressionAttributeValues": {":one": {"N": "1"}},
    }
    refused = {
        "TableName": "cancelled",
        "Item": {"id": {"S": "other"}},
        "ConditionExpression": "attribute_exists(id)",
    }
    with pytest.raises(ClientError, match="TransactionCanceledException"):
        tables.transact_write_items(
            TransactItems=[
                {"Update": {**update, "UpdateExpression": "ADD #count :one"}},
                {"Put": refused},
            ]
        )
    update["ExpressionAttributeNames"] = {"#count": "count", "#name": "name"}
    with pytest.raises(ClientError, match="incorrect data type"):
        tables.update_item(**update, UpdateExpression="SET #count = :one ADD #name :one")
    assert tables.scan(TableName="cancelled")["Items"] == [item]
    tables.delete_table(TableName="cancelled")


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


def test_a_push_fails_in_the_words_of_docker(
    cloud: Cloud,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    for name, value in (
        ("LOCALAWS_HOME", str(tmp_path / "home")),
        ("AWS_ENDPOINT_URL", cloud.aws.endpoint),
        ("AWS_ACCESS_KEY_ID", "test"),
        ("AWS_SECRET_ACCESS_KEY", "test"),
    ):
        monkeypatch.setenv(name, value)
    cloud.aws.client("ecr").create_repository(
        repositoryName="fixed", imageTagMutability="IMMUTABLE"
    )
    host = "123456789012.dkr.ecr.us-east-1.amazonaws.com"
    images, tree = ImageStore(tmp_path / "home"), tmp_path / "tree"
    tree.mkdir()
    images.put(ImageConfig(), tree, tags=[f"{host}/none:1", f"{host}/fixed:1"])
    assert docker(["push", f"{host}/none:1"]) == 1
    assert capfd.readouterr().err == (
        "localaws-docker: name unknown: The repository with name 'none' does not exist in the "
        "registry with id '123456789012'\n"
    )
    assert docker(["push", f"{host}/fixed:1"]) == 0
    images.put(ImageConfig(command=("sh",)), tree, tags=[f"{host}/fixed:1"])
    assert docker(["push", f"{host}/fixed:1"]) == 1
    assert "tag invalid: The image tag '1' already exists" in capfd.readouterr().err
