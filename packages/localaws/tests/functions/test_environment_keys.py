"""A function whose variables nobody can decrypt is not invoked."""

from __future__ import annotations

from dataclasses import replace

import pytest
from moto.kms.models import kms_backends

from localaws.functions.environment_keys import check
from localaws.functions.function import Code, Configuration
from localaws.protocols.refusal import Refusal

ARN = "arn:aws:lambda:eu-west-1:444455556666:function:greet"
ROLE = "arn:aws:iam::444455556666:role/greets"
FUNCTION = Configuration(ROLE, Code("1" * 64, 1), "python3.12", "app.h", environment={"a": "b"})


def refused(configuration: Configuration) -> str:
    try:
        check(ARN, configuration)
    except Refusal as error:
        return f"{error.status} {error.code}"
    return ""


def test_its_key_is_looked_at() -> None:
    kms = kms_backends["444455556666"]["eu-west-1"]
    key = kms.create_key(
        policy=None, key_usage=None, key_spec=None, description="", tags=[], origin="AWS_KMS"
    )
    with_key = replace(FUNCTION, key=key.arn)
    assert refused(FUNCTION) == refused(with_key) == ""
    kms.disable_key(key.id)
    assert refused(with_key) == "502 KMSDisabledException"
    assert refused(replace(with_key, environment={})) == ""
    kms.enable_key(key.id)
    other = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*"}}'
    kms.put_key_policy(key.id, other % ROLE)
    assert refused(with_key) == ""
    kms.put_key_policy(key.id, other % f"{ROLE}-not")
    assert refused(with_key) == "502 KMSAccessDeniedException"
    kms.schedule_key_deletion(key.id, 7)
    assert refused(with_key) == "502 KMSInvalidStateException"
    assert refused(replace(FUNCTION, key="none")) == "502 KMSNotFoundException"


def test_it_says_what_the_key_lacks() -> None:
    with pytest.raises(Refusal, match="because the KMS key was not found"):
        check(ARN, replace(FUNCTION, key="none"))
