"""LoggingConfiguration, TracingConfiguration and EncryptionConfiguration: checked, with their defaults."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from localaws.protocols.refusal import Refusal

_LOG_GROUP = re.compile(r"arn:[\w-]+:logs:[\w-]+:\d{12}:log-group:[\w./#-]+:\*")
_OWN_KEY, _CUSTOMER_KEY = "AWS_OWNED_KEY", "CUSTOMER_MANAGED_KMS_KEY"
_DEFAULT_REUSE_SECONDS = 300


def logging(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Where a level is set, there is one log group, whose ARN ends with ``:*``.

    Raises:
        Refusal: there is not.
    """
    configuration = {"level": "OFF", "includeExecutionData": False, **(given or {})}
    destinations = configuration.get("destinations", [])
    wanted = (0, 1) if configuration["level"] == "OFF" else (1,)
    if len(destinations) not in wanted:
        raise _invalid_logging("Must specify exactly one Log Destination.")
    for destination in destinations:
        group = destination.get("cloudWatchLogsLogGroup", {}).get("logGroupArn", "")
        if not _LOG_GROUP.fullmatch(group):
            raise _invalid_logging(f"Log Group ARN is not valid, it has to end with ':*': {group}")
    return configuration


def tracing(given: Mapping[str, Any] | None) -> dict[str, Any]:
    return {"enabled": False, **(given or {})}


def encryption(given: Mapping[str, Any] | None) -> dict[str, Any]:
    """A customer's key is named; AWS's own is not.

    Raises:
        Refusal: it is the other way around.
    """
    configuration = dict(given or {"type": _OWN_KEY})
    has_key = "kmsKeyId" in configuration
    if configuration["type"] == _CUSTOMER_KEY and not has_key:
        raise _invalid_encryption(f"kmsKeyId must be set where the type is {_CUSTOMER_KEY}")
    if configuration["type"] == _OWN_KEY:
        if has_key or "kmsDataKeyReusePeriodSeconds" in configuration:
            raise _invalid_encryption(
                "kmsKeyId and kmsDataKeyReusePeriodSeconds can only be set where the type is "
                + _CUSTOMER_KEY
            )
        return configuration
    return {"kmsDataKeyReusePeriodSeconds": _DEFAULT_REUSE_SECONDS, **configuration}


def _invalid_logging(reason: str) -> Refusal:
    return Refusal("InvalidLoggingConfiguration", f"Invalid Logging Configuration: {reason}")


def _invalid_encryption(reason: str) -> Refusal:
    return Refusal("InvalidEncryptionConfiguration", f"Invalid Encryption Configuration: {reason}")
