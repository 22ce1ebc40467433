"""CreateStack, UpdateStack and DeleteStack, and the protection from the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.cloudformation import lifecycle
from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.operations import requests
from localaws.cloudformation.store import Store


def create_stack(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    name, on_failure = request["StackName"], request.get("OnFailure")
    requests.check_stack_name(name)
    if on_failure is not None and "DisableRollback" in request:
        raise ValidationError("Either DisableRollback or OnFailure can be specified.")
    stack = lifecycle.create(
        store,
        name,
        requests.wanted(request),
        stays_on_failure=request.get("DisableRollback", False) or on_failure == "DO_NOTHING",
        role=request.get("RoleARN"),
        is_protected=request.get("EnableTerminationProtection", False),
        timeout_minutes=request.get("TimeoutInMinutes"),
    )
    if on_failure == "DELETE" and stack.status == "ROLLBACK_COMPLETE":
        lifecycle.delete(store, stack)
    return {"StackId": stack.stack_id}


def update_stack(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack = store.standing(request["StackName"])
    lifecycle.update(store, stack, requests.wanted(request, stack.wanted))
    return {"StackId": stack.stack_id}


def update_termination_protection(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack = store.standing(request["StackName"])
    store.put(replace(stack, is_protected=request["EnableTerminationProtection"] in (True, "true")))
    return {"StackId": stack.stack_id}


def delete_stack(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack = store.find(request["StackName"])
    if stack is not None:  # that there is none is no error on AWS
        lifecycle.delete(store, stack)
    return {}
