"""Configurations have their defaults, and are refused where they make no sense."""

from __future__ import annotations

from typing import Any

import pytest

from localaws.protocols.refusal import Refusal
from localaws.stepfunctions.operations import configuration

from .account import LOGS

DESTINATION = {"cloudWatchLogsLogGroup": {"logGroupArn": LOGS}}
KEY = "CUSTOMER_MANAGED_KMS_KEY"


def test_logging_is_off() -> None:
    assert configuration.logging(None) == {"level": "OFF", "includeExecutionData": False}
    assert configuration.logging({"destinations": []}) == {
        "level": "OFF",
        "includeExecutionData": False,
        "destinations": [],
    }


@pytest.mark.parametrize("level", ["ALL", "ERROR", "FATAL", "OFF"])
def test_logging_goes_to_one_group(level: str) -> None:
    asked = {"level": level, "includeExecutionData": True, "destinations": [DESTINATION]}
    assert configuration.logging(asked) == asked


@pytest.mark.parametrize(
    "asked",
    [
        {"level": "ALL"},
        {"level": "ERROR", "destinations": []},
        {"level": "ALL", "destinations": [DESTINATION, DESTINATION]},
        {"level": "OFF", "destinations": [DESTINATION, DESTINATION]},
    ],
)
def test_it_goes_to_neither_none_nor_two(asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal) as caught:
        configuration.logging(asked)
    assert str(caught.value) == (
        "InvalidLoggingConfiguration: Invalid Logging Configuration: "
        "Must specify exactly one Log Destination."
    )


@pytest.mark.parametrize("group", ["", LOGS.removesuffix(":*"), "arn:aws:s3:::bucket"])
def test_the_groups_arn_ends_with_a_star(group: str) -> None:
    destination = {"cloudWatchLogsLogGroup": {"logGroupArn": group} if group else {}}
    with pytest.raises(Refusal, match="InvalidLoggingConfiguration"):
        configuration.logging({"level": "ALL", "destinations": [destination]})


def test_tracing_is_off() -> None:
    assert configuration.tracing(None) == configuration.tracing({}) == {"enabled": False}
    assert configuration.tracing({"enabled": True}) == {"enabled": True}


def test_the_key_is_awss_own() -> None:
    assert configuration.encryption(None) == {"type": "AWS_OWNED_KEY"}
    assert configuration.encryption({"type": KEY, "kmsKeyId": "alias/mine"}) == {
        "type": KEY,
        "kmsKeyId": "alias/mine",
        "kmsDataKeyReusePeriodSeconds": 300,
    }


@pytest.mark.parametrize(
    "asked",
    [
        {"type": KEY},
        {"type": "AWS_OWNED_KEY", "kmsKeyId": "alias/mine"},
        {"type": "AWS_OWNED_KEY", "kmsDataKeyReusePeriodSeconds": 60},
    ],
)
def test_a_customers_key_is_named_and_awss_is_not(asked: dict[str, Any]) -> None:
    with pytest.raises(Refusal, match="InvalidEncryptionConfiguration"):
        configuration.encryption(asked)
