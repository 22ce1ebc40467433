"""The account's quotas for the machines that an execution asks for when it names none.

Of some quotas Service Quotas has no value that was applied to the account, but a default: both lists
are looked through, page by page, until everything is found.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from stepline.doctor.case import Case
from stepline.doctor.cloud_assembly import Instances
from stepline.doctor.finding import Finding, not_checked, ok, problem, warning

CHECK = "quota"
# What a part of a pipeline uses instances for, as the names of quotas have it.
USES = {"processing": "processing job", "training": "training job", "endpoint": "endpoint"}
LISTS = ("list_service_quotas", "list_aws_default_service_quotas")


@dataclass(frozen=True)
class Quota:
    """A limit of the account; ``code`` is what an increase is asked for by."""

    name: str
    code: str
    value: float


def check(case: Case) -> Iterator[Finding]:
    instances = case.made().instances
    if instances is None:
        yield not_checked(CHECK, "the template does not say what machines the executions take")
        return
    found = _look_up(case.client("service-quotas"), {name(each) for each in instances})
    yield from compared(instances, found, case.who().region)


def name(instances: Instances) -> str:
    return f"{instances.type} for {USES[instances.part]} usage"


def compared(
    instances: Sequence[Instances], quotas: Mapping[str, Quota], region: str
) -> Iterator[Finding]:
    unknown = [name(each) for each in instances if name(each) not in quotas]
    for each in instances:
        if name(each) in quotas:
            yield enough(each, quotas[name(each)], region)
    if unknown:
        yield not_checked(CHECK, f"Service Quotas lists no limit named {', nor '.join(unknown)}")


def enough(asked: Instances, quota: Quota, region: str) -> Finding:
    """An endpoint's update starts the new fleet beside the old one, so that it takes twice as many."""
    in_the_end = asked.count * (2 if asked.part == "endpoint" else 1)
    found = f"{quota.name}: {asked.count} needed, and {quota.value:g} allowed"
    ask_for_more = (
        "aws service-quotas request-service-quota-increase --service-code sagemaker "
        f"--quota-code {quota.code} --desired-value {in_the_end} --region {region}"
    )
    if quota.value < asked.count:
        other = f"-c stepline:{asked.part}-instance-type=…"
        expected = f"at least {in_the_end}, or another instance type ({other})"
        return problem(CHECK, found, expected, ask_for_more)
    if quota.value < in_the_end:
        expected = f"{in_the_end}, as an update runs the new fleet beside the old one"
        return warning(CHECK, found, expected, ask_for_more)
    return ok(CHECK, f"{quota.name}: {in_the_end} of {quota.value:g}")


def _look_up(client: Any, names: set[str]) -> dict[str, Quota]:
    found: dict[str, Quota] = {}
    for listed in LISTS:
        # A hundred to a page, which is the most.
        pages = client.get_paginator(listed).paginate(
            ServiceCode="sagemaker", PaginationConfig={"PageSize": 100}
        )
        for page in pages:
            for quota in page["Quotas"]:
                if quota["QuotaName"] in names:
                    made = Quota(quota["QuotaName"], quota["QuotaCode"], quota["Value"])
                    found.setdefault(made.name, made)
            if names <= found.keys():
                return found
    return found
