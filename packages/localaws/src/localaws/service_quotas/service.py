"""The operations of Service Quotas that read.

An account here has the quotas that its user has set and no other: a default that nobody enforces is
not claimed, so the lists of defaults are empty. That an increase is refused is said in ``offer``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from localaws.protocols.refusal import Refusal
from localaws.sagemaker.quotas import Quotas
from localaws.service_quotas.pages import page
from localaws.service_quotas.shown import SERVICE_CODE, SERVICE_NAME, shown

Request = Mapping[str, Any]
Result = dict[str, Any]


class ServiceQuotas:
    """The service in every region: quotas count by region, and are the same in each."""

    def __init__(self, quotas: Quotas) -> None:
        self._quotas = quotas
        self._operations: Mapping[str, Callable[[str, str, Request], Result]] = {
            "GetAWSDefaultServiceQuota": self._get_default,
            "GetServiceQuota": self._get,
            "ListAWSDefaultServiceQuotas": self._list_defaults,
            "ListServiceQuotas": self._list,
            "ListServices": _list_services,
        }

    def call(self, account: str, region: str, operation: str, request: Request) -> Result:
        """Do one operation, such as ``ListServiceQuotas``, and return its result.

        Raises:
            Refusal: the request is refused.
        """
        return self._operations[operation](account, region, request)

    def _list(self, account: str, region: str, request: Request) -> Result:
        _check_service(request)
        if request.get("QuotaAppliedAtLevel", "ACCOUNT") == "RESOURCE":
            return _listed([], request)
        asked = request.get("QuotaCode")
        quotas = self._shown(account, region)
        return _listed([q for q in quotas if asked in (None, q["QuotaCode"])], request)

    def _get(self, account: str, region: str, request: Request) -> Result:
        _check_service(request)
        for quota in self._shown(account, region):
            if quota["QuotaCode"] == request["QuotaCode"]:
                if request.get("ContextId"):
                    raise _no_such("applied value for the specified context Id do not exist.")
                return {"Quota": quota}
        raise _no_such("the specified service quota does not exist.")

    def _list_defaults(self, _account: str, _region: str, request: Request) -> Result:
        _check_service(request)
        return _listed([], request)

    def _get_default(self, _account: str, _region: str, request: Request) -> Result:
        _check_service(request)
        raise _no_such("the specified service quota does not exist.")

    def _shown(self, account: str, region: str) -> list[Mapping[str, Any]]:
        limits = self._quotas.limits.items()
        return [shown(name, value, account, region) for name, value in limits]


def _list_services(_account: str, _region: str, request: Request) -> Result:
    services = [{"ServiceCode": SERVICE_CODE, "ServiceName": SERVICE_NAME}]
    found, token = page(services, "ServiceCode", request)
    return {"Services": found, "NextToken": token}


def _listed(quotas: list[Mapping[str, Any]], request: Request) -> Result:
    found, token = page(quotas, "QuotaCode", request)
    return {"Quotas": found, "NextToken": token}


def _check_service(request: Request) -> None:
    """Service codes are told apart by case, as on AWS (aws/aws-cli issue 4569 has the sentence)."""
    if request["ServiceCode"] != SERVICE_CODE:
        raise _no_such("the specified service does not exist.")


def _no_such(what: str) -> Refusal:
    return Refusal("NoSuchResourceException", f"The request failed because {what}")
