"""A job whose role cannot use the key that it is told to encrypt with fails, before anything runs."""

from __future__ import annotations

import pytest
from moto.kms.models import kms_backends

from localaws.jobs import job_keys
from localaws.jobs.failures import JobFailed

from .conftest import Bench

ACCOUNT, REGION = "777788889999", "eu-west-1"
ROLE = f"arn:aws:iam::{ACCOUNT}:role/trains"


def test_a_role_may_use_what_the_keys_policy_gives_it() -> None:
    kms = kms_backends[ACCOUNT][REGION]
    key = kms.create_key(
        policy=None, key_usage=None, key_spec=None, description="", tags=[], origin="AWS_KMS"
    )
    job_keys.check([key.arn, key.id], ROLE, ACCOUNT, REGION)
    job_keys.check([], ROLE, ACCOUNT, REGION)
    policy = '{"Statement": {"Effect": "Allow", "Principal": {"AWS": "%s"}, "Action": "kms:*"}}'
    kms.put_key_policy(key.id, policy % ROLE)
    job_keys.check([key.arn], ROLE, ACCOUNT, REGION)
    with pytest.raises(JobFailed, match=r"ClientError: KMS\.AccessDenied: .* not authorized"):
        job_keys.check([key.arn], f"{ROLE}-not", ACCOUNT, REGION)


def test_a_job_with_a_key_that_there_is_not_fails_by_name(bench: Bench) -> None:
    request = bench.training_request("exit 1")
    output = request["OutputDataConfig"] | {"KmsKeyId": "none"}
    ended = bench.train("exit 1", OutputDataConfig=output)
    assert ended["TrainingJobStatus"] == "Failed"
    assert ended["FailureReason"].startswith("ClientError: KMS.NotFound: Key 'arn:aws:kms:")
