"""Which service, and which of its operations, an action of a task calls.

Step Functions has the SDK for Java's names of services, botocore has its own; what both have is the
service's id in its model. ``aws-sdk:cloudwatchlogs`` is CloudWatch Logs, botocore's ``logs``.
https://docs.aws.amazon.com/step-functions/latest/dg/supported-services-awssdk.html
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import botocore
from botocore.model import OperationModel, ServiceModel, Shape

from localaws.protocols.models import service_model
from localaws.stepfunctions.language.resource import Action

_ID = re.compile(rb'"serviceId"\s*:\s*"([^"]+)"')
_WORD = re.compile(r"[A-Z]+\d*(?![a-z])|[A-Z][a-z]+\d*|[a-z]+\d*")
# The services of optimised integrations that botocore calls otherwise.
_OPTIMISED = {
    "states": "stepfunctions",
    "elasticmapreduce": "emr",
    "bedrock": "bedrock-runtime",
}
# The same service under a name that the SDK for Java has had before.
_ALSO = {"cloudwatchevents": "eventbridge"}


@dataclass(frozen=True)
class Called:
    """An operation of a service, in botocore's names."""

    service: str
    operation: str

    @property
    def model(self) -> OperationModel:
        return service_model(self.service).operation_model(self.operation)


def called(action: Action) -> Called | None:
    """What an action calls; None where there is no such service, or it has no such operation."""
    service = sdk_service(action.service) if action.is_sdk else optimised_service(action.service)
    operation = action.action[:1].upper() + action.action[1:]
    if service is None or not action.action[:1].islower():
        return None
    if action.service == "bedrock" and action.action == "createModelCustomizationJob":
        service = "bedrock"
    if service not in ids() or operation not in service_model(service).operation_names:
        return None
    return Called(service, operation)


def input_shape(action: Action) -> Shape | None:
    """The shape of what an action takes; None where it takes nothing, or calls no operation."""
    found = called(action)
    return None if found is None else found.model.input_shape


def sdk_service(name: str) -> str | None:
    """botocore's name of the service that ``aws-sdk:NAME`` calls; None where there is none."""
    return _by_sdk_name().get(_ALSO.get(name, name))


def optimised_service(name: str) -> str:
    """botocore's name of the service of an optimised integration."""
    return _OPTIMISED.get(name, name)


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
