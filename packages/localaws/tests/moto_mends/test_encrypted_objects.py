"""What is encrypted with a customer's key is there only while the key is; each service says so in its own words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.exceptions import ClientError

from ..cloud import Cloud


@pytest.fixture
def key(cloud: Cloud) -> str:
    return str(cloud.aws.client("kms").create_key()["KeyMetadata"]["KeyId"])


def said(call: Callable[[], Any]) -> str:
    """The code of an error; nothing where there is none."""
    try:
        call()
    except ClientError as error:
        return str(error.response["Error"]["Code"])
    return ""


def test_objects(cloud: Cloud, key: str) -> None:
    s3, kms = cloud.aws.client("s3"), cloud.aws.client("kms")
    s3.create_bucket(Bucket="customer-key")

    def put(**more: str) -> None:
        given = {"ServerSideEncryption": "aws:kms", "SSEKMSKeyId": key} | more
        s3.put_object(Bucket="customer-key", Key="k", Body=b"x", **given)

    def get() -> None:
        s3.get_object(Bucket="customer-key", Key="k")

    def copy() -> None:
        source = {"Bucket": "customer-key", "Key": "k"}
        s3.copy_object(Bucket="customer-key", Key="c", CopySource=source)

    put()
    assert said(lambda: put(SSEKMSKeyId="none")) == "KMS.NotFoundException"
    kms.disable_key(KeyId=key)
    assert [said(call) for call in (put, get, copy)] == ["KMS.DisabledException"] * 3
    assert said(lambda: s3.head_object(Bucket="customer-key", Key="k")) == ""
    kms.enable_key(KeyId=key)
    assert [said(call) for call in (put, get, copy)] == ["", "", ""]
    kms.put_key_policy(KeyId=key, PolicyName="default", Policy='{"Statement": []}')
    with pytest.raises(ClientError) as refused:
        get()
    assert refused.value.response["Error"]["Code"] == "AccessDenied"
    assert refused.value.response["ResponseMetadata"]["HTTPStatusCode"] == 403


def test_objects_of_a_bucket_that_encrypts_with_it(cloud: Cloud, key: str) -> None:
    s3 = cloud.aws.client("s3")
    s3.create_bucket(Bucket="customer-default")
    by_default = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
    rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": by_default}]}
    s3.put_bucket_encryption(Bucket="customer-default", ServerSideEncryptionConfiguration=rules)
    s3.put_object(Bucket="customer-default", Key="k", Body=b"x")
    cloud.aws.client("kms").schedule_key_deletion(KeyId=key, PendingWindowInDays=7)

    def get() -> None:
        s3.get_object(Bucket="customer-default", Key="k")

    def put(**more: str) -> None:
        s3.put_object(Bucket="customer-default", Key="k", Body=b"x", **more)

    assert said(get) == said(put) == "KMS.KMSInvalidStateException"
    assert said(lambda: put(ServerSideEncryption="AES256")) == ""


def test_queues_topics_secrets_and_tables(cloud: Cloud, key: str) -> None:
    sqs, sns = cloud.aws.client("sqs"), cloud.aws.client("sns")
    secrets, dynamodb = cloud.aws.client("secretsmanager"), cloud.aws.client("dynamodb")
    ssm, kms = cloud.aws.client("ssm"), cloud.aws.client("kms")
    url = sqs.create_queue(QueueName="key", Attributes={"KmsMasterKeyId": key})["QueueUrl"]
    arn = sns.create_topic(Name="key", Attributes={"KmsMasterKeyId": key})["TopicArn"]
    secrets.create_secret(Name="key", SecretString="x", KmsKeyId=key)

    def table() -> None:
        dynamodb.create_table(
            TableName="key",
            KeySchema=[{"AttributeName": "id", "KeyType": "HASH"}],
            AttributeDefinitions=[{"AttributeName": "id", "AttributeType": "S"}],
            BillingMode="PAY_PER_REQUEST",
            SSESpecification={"Enabled": True, "KMSMasterKeyId": key},
        )

    calls = [
        lambda: sqs.send_message(QueueUrl=url, MessageBody="x"),
        lambda: sqs.receive_message(QueueUrl=url),
        lambda: sns.publish(TopicArn=arn, Message="x"),
        lambda: secrets.get_secret_value(SecretId="key"),
        lambda: secrets.put_secret_value(SecretId="key", SecretString="y"),
        table,
        lambda: ssm.put_parameter(Name="key", Value="x", Type="SecureString", KeyId=key),
    ]
    kms.disable_key(KeyId=key)
    assert [said(call) for call in calls] == [
        *("KmsDisabled", "KmsDisabled", "KMSDisabled"),
        *("DecryptionFailure", "EncryptionFailure", "ValidationException"),
        "InvalidKeyId",
    ]
    kms.enable_key(KeyId=key)
    assert [said(call) for call in calls] == [""] * 7
