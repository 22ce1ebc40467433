"""The machines that are asked for, against the account's quotas."""

from __future__ import annotations

from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import pytest

from stepline.doctor import quotas
from stepline.doctor.case import Case
from stepline.doctor.cloud_assembly import Instances
from stepline.doctor.finding import State
from stepline.doctor.quotas import Quota, compared, enough
from tests.stepline.clients import Pages, target

from .conftest import WHO, assembly

TRAINING = Instances("training", "ml.g4dn.xlarge", 1)
NAME = "ml.g4dn.xlarge for training job usage"
METADATA = {
    "stepline:instances": {
        "training": {"instance_type": "ml.g4dn.xlarge", "instance_count": 1},
        "endpoint": {"instance_type": "ml.m5.large", "instance_count": 1},
    }
}


def test_quotas_have_the_names_of_service_quotas() -> None:
    assert quotas.name(TRAINING) == NAME
    assert (
        quotas.name(Instances("processing", "ml.m5.large", 1))
        == "ml.m5.large for processing job usage"
    )
    assert quotas.name(Instances("endpoint", "ml.m5.large", 1)) == "ml.m5.large for endpoint usage"


@pytest.mark.parametrize(
    ("part", "count", "value", "state"),
    [
        ("training", 1, 0, State.PROBLEM),
        ("training", 1, 1, State.OK),
        ("training", 3, 2, State.PROBLEM),
        ("endpoint", 1, 0, State.PROBLEM),
        ("endpoint", 1, 1, State.WARNING),  # its update needs another
        ("endpoint", 1, 2, State.OK),
        ("endpoint", 2, 3, State.WARNING),
    ],
)
def test_a_quota_must_hold_them_all(part: str, count: int, value: int, state: State) -> None:
    asked = Instances(part, "ml.g4dn.xlarge", count)
    assert enough(asked, Quota(quotas.name(asked), "L-1", value), "eu-west-1").state is state


def test_which_to_ask_for_and_how_is_a_command() -> None:
    found = enough(TRAINING, Quota(NAME, "L-3F53BF0F", 0.0), "eu-west-1")
    assert found.found == f"{NAME}: 1 needed, and 0 allowed"
    assert "-c stepline:training-instance-type=" in found.expected
    assert found.mend == (
        "aws service-quotas request-service-quota-increase --service-code sagemaker "
        "--quota-code L-3F53BF0F --desired-value 1 --region eu-west-1"
    )


def test_limits_that_nobody_lists_are_one_line() -> None:
    others = [TRAINING, Instances("endpoint", "ml.m5.large", 1)]
    (found,) = compared(others, {}, "eu-west-1")
    assert found.state is State.NOT_CHECKED
    assert NAME in found.found


def account(applied: list[dict[str, Any]], default: list[dict[str, Any]]) -> Case:
    lists = {"list_service_quotas": applied, "list_aws_default_service_quotas": default}
    pages = {name: [{"Quotas": [quota]} for quota in lists[name]] for name in lists}
    client = SimpleNamespace(get_paginator=lambda name: Pages(pages[name]))
    made = assembly(metadata=METADATA)
    return Case("ner", "dev", target=target(service_quotas=client), identity=WHO, assembly=made)


def quota(name: str, value: float) -> dict[str, Any]:
    return {"QuotaName": name, "QuotaCode": "L-1", "Value": value}


def test_a_value_of_the_accounts_own_goes_before_the_default() -> None:
    endpoint = "ml.m5.large for endpoint usage"
    defaults = [quota(NAME, 0), quota(endpoint, 4)]
    found = list(quotas.check(account([quota("other", 1), quota(NAME, 8)], defaults)))
    assert [each.found for each in found] == [f"{NAME}: 1 of 8", f"{endpoint}: 2 of 4"]


def test_an_account_without_quotas_has_none_to_compare_with(case: Callable[..., Case]) -> None:
    (found,) = quotas.check(case(assembly(metadata=METADATA)))
    assert found.state is State.NOT_CHECKED
    (found,) = quotas.check(case(assembly()))
    assert (found.state, "does not say" in found.found) == (State.NOT_CHECKED, True)
