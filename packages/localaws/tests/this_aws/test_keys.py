"""A key is held against what KMS knows of it."""

from __future__ import annotations

from typing import Any

import pytest
from moto.kms.models import kms_backends

from localaws.this_aws import keys
from localaws.this_aws.keys import KeyUnusable

ACCOUNT, REGION = "111122223333", "eu-west-1"


@pytest.fixture
def kms() -> Any:
    return kms_backends[ACCOUNT][REGION]


def made(kms: Any, spec: str = "SYMMETRIC_DEFAULT", usage: str = "ENCRYPT_DECRYPT") -> Any:
    return kms.create_key(
        policy=None, key_usage=usage, key_spec=spec, description="", tags=[], origin="AWS_KMS"
    )


def fault(key: str | None, region: str = REGION) -> str | None:
    try:
        keys.check(key, ACCOUNT, region)
    except KeyUnusable as error:
        return error.fault
    return None


def test_a_key_has_several_names(kms: Any) -> None:
    key = made(kms)
    kms.create_alias(key.id, "alias/mine")
    alias = f"arn:aws:kms:{REGION}:{ACCOUNT}:alias/mine"
    assert [fault(name) for name in (key.id, key.arn, "alias/mine", alias)] == [None] * 4
    assert fault(key.arn, "us-east-1") is None
    assert fault(key.id, "us-east-1") == "NotFound"


def test_awss_own_keys_are_always_there() -> None:
    assert (fault(None), fault(""), fault("alias/aws/s3")) == (None, None, None)


@pytest.mark.parametrize("name", ["none", "alias/none", "arn:aws:kms:eu-west-1:1:key/none", "arn:"])
def test_a_key_that_there_is_not_is_named(name: str) -> None:
    with pytest.raises(KeyUnusable, match=r"does not exist|is not found") as refused:
        keys.check(name, ACCOUNT, REGION)
    assert refused.value.fault == "NotFound"
    assert name in str(refused.value)


def test_its_state_and_use_are_looked_at(kms: Any) -> None:
    key = made(kms)
    kms.disable_key(key.id)
    assert fault(key.id) == "Disabled"
    kms.enable_key(key.id)
    assert fault(key.id) is None
    kms.schedule_key_deletion(key.id, 7)
    assert fault(key.id) == "InvalidState"
    assert fault(made(kms, "RSA_2048", "SIGN_VERIFY").id) == "InvalidKeyUsage"


def test_its_policy_is_asked(kms: Any) -> None:
    key = made(kms)
    kms.put_key_policy(key.id, '{"Statement": []}')
    assert fault(key.id) == "AccessDenied"
