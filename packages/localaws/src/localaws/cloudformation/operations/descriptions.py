"""The operations that only look: stacks, their resources, events and exports."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from localaws.cloudformation.errors import ValidationError
from localaws.cloudformation.stack import Resource, Stack
from localaws.cloudformation.store import Store

_STACKS = 50
_EXPORTS = 100


def describe_stacks(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    name = request.get("StackName")
    if name is not None:
        return {"Stacks": [_stack(store.known(name))]}
    stacks = list(store.stacks.values())
    ids = [stack.stack_id for stack in stacks]
    start = 0
    if "NextToken" in request:  # the stack that the page before ended with
        if request["NextToken"] not in ids:
            raise ValidationError("The specified NextToken is invalid.")
        start = ids.index(request["NextToken"]) + 1
    end = start + _STACKS
    token = ids[end - 1] if end < len(ids) else None
    return {"Stacks": [_stack(stack) for stack in stacks[start:end]], "NextToken": token}


def list_stacks(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    statuses = request.get("StackStatusFilter")
    stacks = [*store.stacks.values(), *store.deleted.values()]
    return {
        "StackSummaries": [
            {
                "StackId": stack.stack_id,
                "StackName": stack.name,
                "TemplateDescription": stack.wanted.template.description,
                "CreationTime": stack.created,
                "StackStatus": stack.status,
                "StackStatusReason": stack.status_reason,
            }
            for stack in stacks
            if not statuses or stack.status in statuses
        ]
    }


def describe_stack_events(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack = store.known(request.get("StackName"))
    return {
        "StackEvents": [
            {
                "StackId": stack.stack_id,
                "EventId": event.event_id,
                "StackName": stack.name,
                "LogicalResourceId": event.logical_id,
                "PhysicalResourceId": event.physical_id,
                "ResourceType": event.kind,
                "Timestamp": event.at,
                "ResourceStatus": event.status,
                "ResourceStatusReason": event.reason,
            }
            for event in store.events(stack)
        ]
    }


def describe_stack_resource(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack, wanted = store.known(request["StackName"]), request["LogicalResourceId"]
    for resource in _made(stack):
        if resource.logical_id == wanted:
            return {"StackResourceDetail": _resource(stack, resource)}
    raise ValidationError(f"Resource {wanted} does not exist for stack {request['StackName']}")


def describe_stack_resources(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack, wanted = store.known(request.get("StackName")), request.get("LogicalResourceId")
    found = [each for each in _made(stack) if wanted in (None, each.logical_id)]
    return {"StackResources": [_resource(stack, each) for each in found]}


def list_stack_resources(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack = store.known(request["StackName"])
    return {
        "StackResourceSummaries": [
            {
                "LogicalResourceId": each.logical_id,
                "PhysicalResourceId": each.made.physical_id,
                "ResourceType": each.kind,
                "LastUpdatedTimestamp": stack.created,
                "ResourceStatus": "CREATE_COMPLETE",
            }
            for each in _made(stack)
        ]
    }


def list_exports(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    exports = store.exports()
    token = request.get("NextToken", "0")
    if not (token.isascii() and token.isdecimal()) or int(token[:10]) > len(exports):
        raise ValidationError("The specified NextToken is invalid.")
    start, end = int(token), int(token) + _EXPORTS
    return {
        "Exports": [
            {"ExportingStackId": stack.stack_id, "Name": output.export, "Value": output.value}
            for stack, output in exports[start:end]
        ],
        "NextToken": str(end) if end < len(exports) else None,
    }


def list_imports(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    name = request["ExportName"]
    importers = [stack.name for stack in store.importers(name)]
    if not importers:
        raise ValidationError(f"Export '{name}' is not imported by any stack.")
    return {"Imports": importers}


def _stack(stack: Stack) -> dict[str, Any]:
    return {
        "StackId": stack.stack_id,
        "StackName": stack.name,
        "Description": stack.wanted.template.description,
        "Parameters": _parameters(stack),
        "CreationTime": stack.created,
        "StackStatus": stack.status,
        "StackStatusReason": stack.status_reason,
        "DisableRollback": stack.stays_on_failure,
        "NotificationARNs": [],
        "TimeoutInMinutes": stack.timeout_minutes,
        "Outputs": _outputs(stack),
        "RoleARN": stack.role,
        "Tags": [{"Key": key, "Value": value} for key, value in stack.wanted.tags.items()],
        "EnableTerminationProtection": stack.is_protected,
    }


def _parameters(stack: Stack) -> list[dict[str, str]]:
    found = []
    for name, value in stack.parameters.values.items():
        shown = ",".join(value) if isinstance(value, list) else value
        if name in stack.parameters.hidden:
            shown = "****"
        found.append({"ParameterKey": name, "ParameterValue": shown})
    return found


def _outputs(stack: Stack) -> list[dict[str, Any]] | None:
    return [
        {
            "OutputKey": output.key,
            "OutputValue": output.value,
            "Description": output.description,
            "ExportName": output.export,
        }
        for output in stack.outputs
    ] or None


def _made(stack: Stack) -> list[Resource]:
    """The resources that there are; those of skipped types are none."""
    return [each for each in stack.resources.values() if each.handler is not None]


def _resource(stack: Stack, resource: Resource) -> dict[str, Any]:
    return {
        "StackName": stack.name,
        "StackId": stack.stack_id,
        "LogicalResourceId": resource.logical_id,
        "PhysicalResourceId": resource.made.physical_id,
        "ResourceType": resource.kind,
        "Timestamp": stack.created,
        "LastUpdatedTimestamp": stack.created,
        "ResourceStatus": stack.status,
    }
