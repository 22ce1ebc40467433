"""Tasks that call what this embedded AWS does not do: refused when the state machine is made.

Which operations there are is said by ``localaws.offer``, for optimised integrations and for
``aws-sdk`` alike. What does not exist on AWS either is left to the checks of the integrations.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import botocore.session
from botocore.exceptions import UnknownServiceError

from localaws.moto_mends.interpreter.sdk_integration import botocore_name
from localaws.offer import refusal
from localaws.stepfunctions.definition_graph import inner_machines
from localaws.this_aws.clients import CLIENTS

# Where an optimised integration calls a service otherwise than botocore.
_OPTIMISED = {"states": "stepfunctions", "elasticmapreduce": "emr"}
_OURS = "sagemaker"  # whose integration has a list of its own
_SDK = "aws-sdk"


def problems(machine: dict[str, Any], where: str = "") -> list[str]:
    """The refusal of every task that cannot be done, with the path of it."""
    found: list[str] = []
    for name, state in (machine.get("States") or {}).items():
        if isinstance(state, dict):
            found += _of_state(state, f"{where}/States/{name}")
    return found


def _of_state(state: dict[str, Any], where: str) -> Iterator[str]:
    for path, inner in inner_machines(state):
        yield from problems(inner, f"{where}/{path}")
    resource = state.get("Resource")
    if state.get("Type") == "Task" and isinstance(resource, str):
        refused = task_refusal(resource)
        if refused is not None:
            yield f"{refused} It is {resource} at {where}/Resource"


def task_refusal(resource: str) -> str | None:
    """Why a task with that resource cannot be done, as one sentence; None if it can."""
    called = _called(resource)
    return None if called is None else refusal(*called)


def _called(resource: str) -> tuple[str, str] | None:
    """The service and the operation, in botocore's names; None where another check knows more."""
    parts = resource.split(":")
    if parts[2:3] == ["lambda"]:
        return "lambda", "Invoke"
    if len(parts) < 7 or parts[2] != "states":
        return None
    service, rest = parts[5], parts[6:]
    if service == "activity":
        return "stepfunctions", "GetActivityTask"
    if service == _SDK:
        return _api_operation(rest[0], rest[1].split(".")[0]) if len(rest) > 1 else None
    if service == _OURS:
        return None
    return _OPTIMISED.get(service, service), _capital(rest[0].split(".")[0])


def _api_operation(name: str, action: str) -> tuple[str, str] | None:
    service = _with_hyphens().get(name) or botocore_name(name)
    try:
        operations = {known.lower(): known for known in CLIENTS.operations(service).values()}
    except UnknownServiceError:
        return None
    operation = operations.get(action.lower())
    return None if operation is None else (service, operation)


def _capital(action: str) -> str:
    return action[:1].upper() + action[1:]


@cache
def _with_hyphens() -> dict[str, str]:
    """botocore's names of the services that Step Functions writes without their hyphens."""
    names = botocore.session.get_session().get_available_services()
    return {name.replace("-", ""): name for name in names if "-" in name}
