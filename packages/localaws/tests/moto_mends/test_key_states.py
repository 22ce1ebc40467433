"""A KMS key does nothing while it is disabled or about to be deleted."""

from __future__ import annotations

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
