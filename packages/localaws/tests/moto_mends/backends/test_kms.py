"""A KMS key does nothing while it is disabled or about to be deleted; one that is not there is named."""

from __future__ import annotations

from typing import Any

import pytest
from moto.core.exceptions import JsonRESTError

from localaws.moto_mends.backends.kms import Keys


@pytest.fixture
def keys() -> Keys:
    return Keys("us-east-1", "123456789012")


def made(keys: Keys, spec: str, usage: str) -> str:
    key: str = keys.create_key(
        policy=None, key_usage=usage, key_spec=spec, description="", tags=[], origin="AWS_KMS"
    ).id
    return key


USES: dict[str, tuple[str, str, dict[str, Any]]] = {
    "encrypt": (
        *("SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT"),
        {"plaintext": b"x", "encryption_context": {}},
    ),
    "sign": (
        *("ECC_NIST_P256", "SIGN_VERIFY"),
        {"message": b"m", "signing_algorithm": "ECDSA_SHA_256"},
    ),
    "verify": (
        *("ECC_NIST_P256", "SIGN_VERIFY"),
        {"message": b"m", "signature": b"s", "signing_algorithm": "ECDSA_SHA_256"},
    ),
    "generate_mac": (
        *("HMAC_256", "GENERATE_VERIFY_MAC"),
        {"message": b"m", "mac_algorithm": "HMAC_SHA_256", "grant_tokens": [], "dry_run": False},
    ),
}


@pytest.mark.parametrize("use", USES)
def test_no_use_of_a_key_is_let_through_while_it_is_disabled_or_to_be_deleted(
    keys: Keys, use: str
) -> None:
    spec, usage, parameters = USES[use]
    key = made(keys, spec, usage)
    getattr(keys, use)(key_id=key, **parameters)
    keys.disable_key(key)
    with pytest.raises(JsonRESTError, match="is disabled"):
        getattr(keys, use)(key_id=key, **parameters)
    keys.schedule_key_deletion(key, 7)
    with pytest.raises(JsonRESTError, match="is pending deletion"):
        getattr(keys, use)(key_id=f"arn:aws:kms:us-east-1:123456789012:key/{key}", **parameters)


def test_what_a_disabled_key_encrypted_stays_secret_until_it_is_enabled(keys: Keys) -> None:
    key = made(keys, "SYMMETRIC_DEFAULT", "ENCRYPT_DECRYPT")
    secret, _ = keys.encrypt(key, b"x", {})
    keys.disable_key(key)
    with pytest.raises(JsonRESTError, match="is disabled"):
        keys.decrypt(secret, {})
    keys.enable_key(key)
    assert keys.decrypt(secret, {})[0] == b"x"


def test_a_key_that_there_is_not_is_named(keys: Keys) -> None:
    with pytest.raises(JsonRESTError, match=r"Key 'arn:aws:kms:us-east-1:\d+:key/none' does not"):
        keys.describe_key("none")
