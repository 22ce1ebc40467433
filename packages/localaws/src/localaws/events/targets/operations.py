"""Scheduler's universal targets: any operation of a service that is offered here, and that changes something.

https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets-universal.html: the service by the SDK
for Java's name, the operation with a small first letter; the input is the request's, in JSON. Operations
that only read are none.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from botocore import xform_name
from botocore.exceptions import ParamValidationError

from localaws import offer
from localaws.events import roles
from localaws.events.failure import INVALID_JSON, INVALID_PARAMETER, DeliveryFailed
from localaws.events.parcel import Parcel
from localaws.events.targets.state_machines import StartExecution
from localaws.protocols.models import service_model
from localaws.protocols.sdk_names import sdk_service
from localaws.this_aws.arn import parse
from localaws.this_aws.clients import CLIENTS

_BEGINNING = "arn:aws:scheduler:::aws-sdk:"
_READING = (
    *("get", "describe", "list", "poll", "receive", "search", "scan", "query", "select"),
    *("lookup", "discover", "validate", "batchGet"),
)


class NoOperation(Exception):
    """There is no such target. The message says why."""


@dataclass(frozen=True)
class Operation:
    """An operation of a service, in botocore's names."""

    service: str
    name: str


def is_one(arn: str) -> bool:
    """Whether a target is a universal one."""
    return arn.startswith(_BEGINNING)


def lets_wait(arn: str) -> bool:
    """Whether it may take long: a function that is invoked and waited for, say."""
    return is_one(arn) and not arn.endswith(":sfn:startExecution")


def named(arn: str) -> Operation:
    """The operation that a universal target names.

    Raises:
        NoOperation: AWS has none of that name, or it is none that changes anything.
    """
    service, _, action = arn.removeprefix(_BEGINNING).partition(":")
    found = sdk_service(service)
    if found is None:
        raise NoOperation(f"{service} is not a service that Scheduler calls.")
    name = action[:1].upper() + action[1:]
    if not action[:1].islower() or name not in service_model(found).operation_names:
        raise NoOperation(f"{action} is not an API action of {service}.")
    if action.startswith(_READING):
        raise NoOperation(f"{action} only reads: it is not supported as a target.")
    return Operation(found, name)


def refusal(arn: str) -> str | None:
    """The sentence that refuses a target of AWS's that is not here; None for one that is.

    Raises:
        NoOperation: AWS has no such target either.
    """
    operation = named(arn)
    return offer.refusal(operation.service, operation.name)


def take(parcel: Parcel, start: StartExecution) -> None:
    """Call the operation; raises what says why it did nothing."""
    roles.check(parcel)
    operation = named(str(parcel.target["Arn"]))
    request = _request(parcel.text)
    if operation == Operation("stepfunctions", "StartExecution"):
        _start(request, parcel, start)
        return
    client = CLIENTS.get(operation.service, parse(parcel.sender).region)
    try:
        getattr(client, xform_name(operation.name))(**_named_as_botocore(operation, request))
    except ParamValidationError as error:
        raise DeliveryFailed(INVALID_PARAMETER, str(error)) from error


def _start(request: Mapping[str, Any], parcel: Parcel, start: StartExecution) -> None:
    """Start an execution as whoever runs it does, named after the attempt where nothing else is said."""
    given = {name[:1].lower() + name[1:]: value for name, value in request.items()}
    if "stateMachineArn" not in given:
        raise DeliveryFailed(INVALID_PARAMETER, "Input is no StartExecution request: no ARN")
    name = given.get("name") or parcel.execution or str(uuid.uuid4())
    start(str(given["stateMachineArn"]), str(name), str(given.get("input", "{}")))


def _request(text: str) -> dict[str, Any]:
    try:
        request = json.loads(text)
    except ValueError as error:
        raise DeliveryFailed(INVALID_JSON, f"the input is not JSON: {text[:200]}") from error
    if not isinstance(request, dict):
        raise DeliveryFailed(INVALID_JSON, f"the input is no JSON object: {text[:200]}")
    return request


def _named_as_botocore(operation: Operation, request: Mapping[str, Any]) -> dict[str, Any]:
    """The request with its members' first letters as the service's model has them."""
    shape = service_model(operation.service).operation_model(operation.name).input_shape
    return _renamed(request, shape)  # type: ignore[no-any-return]


def _renamed(value: Any, shape: Any) -> Any:
    if shape is None:
        return value
    if shape.type_name == "structure" and isinstance(value, Mapping):
        by_small = {name.lower(): name for name in shape.members}
        return {
            by_small.get(name.lower(), name): _renamed(
                each, shape.members.get(by_small.get(name.lower(), name))
            )
            for name, each in value.items()
        }
    if shape.type_name == "list" and isinstance(value, list):
        return [_renamed(each, shape.member) for each in value]
    if shape.type_name == "map" and isinstance(value, Mapping):
        return {name: _renamed(each, shape.value) for name, each in value.items()}
    if shape.type_name == "blob" and isinstance(value, str):
        return value.encode()
    return value
