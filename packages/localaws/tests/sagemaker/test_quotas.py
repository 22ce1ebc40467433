"""Quotas: how they are written, and what counts for them."""

from __future__ import annotations

import pytest

from localaws.jobs.kinds import QUOTA_USES
from localaws.sagemaker.errors import ApiError
from localaws.sagemaker.quotas import ENDPOINTS, BadQuota, Instances, Quotas

USES = {**QUOTA_USES, **ENDPOINTS}


def test_a_quota_is_written_by_its_name_in_service_quotas() -> None:
    quotas = Quotas.parse(
        [
            "ml.m5.xlarge for training job usage=1",
            "ml.m5.xlarge for spot training job usage=2",
            "ml.t3.medium for processing job usage = 0",
            "  ml.m5.large  for endpoint usage=12",
        ],
        USES,
    )
    assert quotas.limits == {
        "ml.m5.xlarge for training job usage": 1,
        "ml.m5.xlarge for spot training job usage": 2,
        "ml.t3.medium for processing job usage": 0,
        "ml.m5.large for endpoint usage": 12,
    }


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("ml.m5.xlarge for training job usage", "takes a name and a number of instances"),
        ("ml.m5.xlarge for training job usage=many", "takes a name and a number of instances"),
        ("ml.m5.xlarge for training job usage=-1", "takes a name and a number of instances"),
        ("ml.m5.xlarge=1", "one of 'training job usage', 'spot training job usage',"),
        ("ml.m5.xlarge for training=1", "one of 'training job usage'"),
        ("ml.m5.xlarge for tuning job usage=1", "one of 'training job usage'"),
        ("ml.m5.xlrge for training job usage=1", "'ml.m5.xlrge' is no type for that use; close"),
        ("m5.xlarge for training job usage=1", "close to it are .*ml.m5.xlarge"),
        # Instances that one use has and another lacks.
        ("ml.c5.large for training job usage=1", "'ml.c5.large' is no type for that use"),
        ("ml.t3.medium for transform job usage=1", "'ml.t3.medium' is no type for that use"),
        ("", "takes a name and a number of instances"),
    ],
)
def test_what_is_no_quota_is_refused_with_what_was_expected(text: str, said: str) -> None:
    with pytest.raises(BadQuota, match=said):
        Quotas.parse([text], USES)


@pytest.mark.parametrize(
    ("in_use", "asked", "fits"), [(0, 2, True), (1, 1, True), (1, 2, False), (2, 1, False)]
)
def test_use_and_request_together_must_fit(in_use: int, asked: int, fits: bool) -> None:
    quotas = Quotas({"ml.m5.large for endpoint usage": 2})
    instances = Instances("endpoint", "ml.m5.large", asked)
    assert quotas.limit(instances)
    if fits:
        quotas.check(instances, in_use)
        return
    with pytest.raises(ApiError) as caught:
        quotas.check(instances, in_use)
    assert (caught.value.code, caught.value.status) == ("ResourceLimitExceeded", 400)
    assert caught.value.message == (
        "The account-level service limit 'ml.m5.large for endpoint usage' is 2 Instances, with "
        f"current utilization of {in_use} Instances and a request delta of {asked} Instances. "
        "Please use AWS Service Quotas to request an increase for this quota. If AWS Service "
        "Quotas is not available, contact AWS support to request an increase for this quota."
    )


def test_what_has_no_quota_has_no_limit() -> None:
    instances = Instances("training job", "ml.m5.large", 1000)
    assert not Quotas().limit(instances)
    Quotas().check(instances, 10**6)
