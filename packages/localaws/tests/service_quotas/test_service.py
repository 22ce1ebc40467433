"""Service Quotas tells what is enforced, and claims no quota that is not."""

from __future__ import annotations

import contextlib
from typing import Any

import pytest

from localaws import offer
from localaws.offer.catalogue import offered
from localaws.protocols.refusal import Refusal
from localaws.sagemaker.quotas import Quotas
from localaws.service_quotas.service import ServiceQuotas
from localaws.service_quotas.shown import code

TRAINING = "ml.m5.xlarge for training job usage"
ENDPOINT = "ml.m5.large for endpoint usage"


def asked(operation: str, service: str = "sagemaker", **more: Any) -> dict[str, Any]:
    request = more if operation == "ListServices" else {"ServiceCode": service, **more}
    quotas = ServiceQuotas(Quotas({TRAINING: 1, ENDPOINT: 0}))
    return quotas.call("123456789012", "us-east-1", operation, request)


def found(response: dict[str, Any]) -> dict[str, float]:
    return {quota["QuotaName"]: quota["Value"] for quota in response["Quotas"]}


def test_the_quotas_that_are_set_are_listed() -> None:
    assert found(asked("ListServiceQuotas")) == {TRAINING: 1.0, ENDPOINT: 0.0}


def test_one_is_got_by_its_code() -> None:
    quota = asked("GetServiceQuota", QuotaCode=code(TRAINING))["Quota"]
    assert (quota["QuotaName"], quota["Value"]) == (TRAINING, 1.0)
    assert found(asked("ListServiceQuotas", QuotaCode=code(TRAINING))) == {TRAINING: 1.0}


def test_pages_hold_all_of_them() -> None:
    first = asked("ListServiceQuotas", MaxResults=1)
    rest = asked("ListServiceQuotas", MaxResults=1, NextToken=first["NextToken"])
    assert found(first) | found(rest) == {TRAINING: 1.0, ENDPOINT: 0.0}
    assert rest["NextToken"] is None


def test_they_are_the_accounts_and_no_resources() -> None:
    assert found(asked("ListServiceQuotas", QuotaAppliedAtLevel="RESOURCE")) == {}
    assert len(found(asked("ListServiceQuotas", QuotaAppliedAtLevel="ALL"))) == 2
    with pytest.raises(Refusal, match="context Id"):
        asked("GetServiceQuota", QuotaCode=code(TRAINING), ContextId="i-1")


def test_no_default_is_claimed_that_nobody_enforces() -> None:
    assert asked("ListAWSDefaultServiceQuotas")["Quotas"] == []
    with pytest.raises(Refusal, match="NoSuchResourceException"):
        asked("GetAWSDefaultServiceQuota", QuotaCode=code(TRAINING))


def test_sagemaker_is_the_service_that_has_quotas() -> None:
    services = asked("ListServices")["Services"]
    assert services == [{"ServiceCode": "sagemaker", "ServiceName": "Amazon SageMaker"}]


@pytest.mark.parametrize("service", ["ec2", "SageMaker"])
@pytest.mark.parametrize("operation", ["ListServiceQuotas", "ListAWSDefaultServiceQuotas"])
def test_another_service_does_not_exist_nor_does_one_in_other_letters(
    operation: str, service: str
) -> None:
    with pytest.raises(Refusal, match=r"NoSuchResourceException.*service does not exist"):
        asked(operation, service)


def test_a_code_that_no_quota_has_is_refused() -> None:
    with pytest.raises(Refusal, match=r"NoSuchResourceException.*quota does not exist"):
        asked("GetServiceQuota", QuotaCode="L-00000000")


def test_an_increase_is_refused_by_name_with_the_way_out() -> None:
    refused = offer.refusal("service-quotas", "RequestServiceQuotaIncrease")
    assert refused is not None
    assert "--quota" in refused


@pytest.mark.parametrize("operation", sorted(offered().services["service-quotas"].does))
def test_what_is_offered_is_done(operation: str) -> None:
    with contextlib.suppress(Refusal):
        asked(operation, **({"QuotaCode": code(TRAINING)} if operation.startswith("Get") else {}))
