"""The SDK for Java's names of services, which Step Functions and Scheduler have for ``aws-sdk`` actions.

What the SDK for Java and botocore have in common is the service's id in its model:
``aws-sdk:cloudwatchlogs`` is CloudWatch Logs, botocore's ``logs``.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import botocore
from botocore.model import ServiceModel

_ID = re.compile(rb'"serviceId"\s*:\s*"([^"]+)"')
_WORD = re.compile(r"[A-Z]+\d*(?![a-z])|[A-Z][a-z]+\d*|[a-z]+\d*")
# The same service under a name that the SDK for Java has had before.
_ALSO = {"cloudwatchevents": "eventbridge"}


def sdk_service(name: str) -> str | None:
    """botocore's name of the service that ``aws-sdk:NAME`` calls; None where there is none."""
    return _by_sdk_name().get(_ALSO.get(name, name))


def java_name(model: ServiceModel) -> str:
    """The SDK for Java's name of a service: ``S3``, ``DynamoDb``, ``Sfn``, ``CloudWatchLogs``."""
    return _java_name(model.service_id)


def _java_name(service_id: str) -> str:
    words = _WORD.findall(service_id.removesuffix(" Service"))
    return "".join(word[:1].upper() + word[1:].lower() for word in words)


@cache
def _by_sdk_name() -> Mapping[str, str]:
    return {_java_name(service_id).lower(): name for name, service_id in ids().items()}


@cache
def ids() -> Mapping[str, str]:
    """The id of each service by botocore's name, from the beginnings of all the models."""
    found = {}
    for folder in sorted((Path(botocore.__file__).parent / "data").iterdir()):
        models = sorted(folder.glob("*/service-2.json.gz"))
        if models and (match := _ID.search(_beginning(models[-1]))):
            found[folder.name] = match[1].decode()
    return found


def _beginning(model: Path) -> bytes:
    with gzip.open(model) as file:
        return file.read(4096)
