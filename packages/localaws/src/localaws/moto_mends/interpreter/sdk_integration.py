"""Defects of ``arn:aws:states:::aws-sdk:…`` tasks: the error of a service whose name has capitals is
called ``sagemaker.…`` in place of ``SageMaker.…``; services that the SDK for Java names otherwise
than botocore are unknown; an action that does not exist is found out only when it is executed; times
in an answer make the execution fail to be described.

Upstream: docs/moto-issues/sdk_integration.md
"""

from __future__ import annotations

import json
import re
from typing import Any

from botocore.exceptions import UnknownServiceError
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service import (
    StateTaskService,
)
from moto.stepfunctions.parser.asl.component.state.exec.state_task.service.state_task_service_aws_sdk import (
    StateTaskServiceAwsSdk,
)

from localaws.moto_mends import guard
from localaws.moto_mends.interpreter.execution_identity import iso
from localaws.moto_mends.interpreter.sdk_spelling import from_api, to_api
from localaws.this_aws.clients import CLIENTS

_NAME = "18b36c693836"
_VALIDATE = "3ea7a933b9eb"
_EVAL = "5748e656998a"

# Where the SDK for Java, whose names Step Functions uses, calls a service otherwise than botocore.
_BOTOCORE_NAMES = {
    "cloudwatchlogs": "logs",
    "cloudwatchevents": "events",
    "eventbridge": "events",
    "sagemakerruntime": "sagemaker-runtime",
    "sagemakerfeaturestoreruntime": "sagemaker-featurestore-runtime",
    "resourcegroupstaggingapi": "resourcegroupstaggingapi",
    "servicequotas": "service-quotas",
}


def apply() -> None:
    StateTaskService._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES.update(_BOTOCORE_NAMES)
    guard.take(StateTaskServiceAwsSdk, "_normalise_service_error_name", _NAME)
    guard.take(StateTaskServiceAwsSdk, "_validate_service_integration_is_supported", _VALIDATE)
    original = guard.take(StateTaskServiceAwsSdk, "_eval_service_task", _EVAL)

    def _normalise_service_error_name(service_name: str) -> str:
        client: Any = CLIENTS.get(botocore_name(service_name), "us-east-1")
        return error_prefix(client.meta.service_model.service_id)

    def _eval_service_task(
        self: Any, env: Any, *, normalised_parameters: dict[str, Any], **rest: Any
    ) -> None:
        operation = _operation(self)
        parameters = to_api(normalised_parameters, operation.input_shape)
        original(self, env, normalised_parameters=parameters, **rest)
        env.stack.append(from_api(plain(env.stack.pop()), operation.output_shape))

    StateTaskServiceAwsSdk._normalise_service_error_name = staticmethod(
        _normalise_service_error_name
    )
    StateTaskServiceAwsSdk._validate_service_integration_is_supported = _validate
    StateTaskServiceAwsSdk._eval_service_task = _eval_service_task


def botocore_name(service: str) -> str:
    """botocore's name of a service that an ``aws-sdk`` resource names."""
    motos: dict[str, str] = StateTaskService._SERVICE_NAME_SFN_TO_BOTO_OVERRIDES
    return _BOTOCORE_NAMES.get(service) or motos.get(service, service)


def _operation(task: Any) -> Any:
    """The model of the operation that a task calls."""
    service = task._get_boto_service_name()
    client: Any = CLIENTS.get(service, "us-east-1")
    name = CLIENTS.operations(service)[task._get_boto_service_action()]
    return client.meta.service_model.operation_model(name)


def error_prefix(service_id: str) -> str:
    """The SDK for Java's name of a service: ``SageMaker``, ``DynamoDb``, ``S3``, ``CloudWatchLogs``."""
    words = re.findall(r"[A-Z]+\d*(?![a-z])|[A-Z][a-z]+\d*|[a-z]+\d*", service_id)
    return "".join(word[:1].upper() + word[1:].lower() for word in words)


def plain(answer: Any) -> Any:
    """The answer as JSON values; times as Step Functions writes them."""
    return json.loads(json.dumps(answer, default=_plain_leaf))


def _plain_leaf(value: Any) -> str:
    if hasattr(value, "strftime"):
        return iso(value)
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _validate(self: Any) -> None:
    """Refuse a service or an action that there is not, when the state machine is made.

    Raises:
        ValueError: with the sentence that Step Functions gives.
    """
    arn = self.resource.resource_arn
    try:
        operations = CLIENTS.operations(self._get_boto_service_name())
    except UnknownServiceError as error:
        raise ValueError(
            f"The resource provided {arn} is not recognized: there is no such service."
        ) from error
    if self._get_boto_service_action() not in operations:
        raise ValueError(
            f"The resource provided {arn} is not recognized: the service has no such action."
        )
