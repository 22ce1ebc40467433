"""Change sets: found by stack and name, compared with what stands, executed as any other change."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from localaws.cloudformation import lifecycle, stack_operation
from localaws.cloudformation.changes import changes
from localaws.cloudformation.errors import (
    AlreadyExists,
    ChangeSetNotFound,
    InvalidChangeSetStatus,
    ValidationError,
)
from localaws.cloudformation.operations import imported, requests
from localaws.cloudformation.stack import Change, ChangeSet, Stack, Wanted
from localaws.cloudformation.store import Store

_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")
_NOTHING_CHANGES = (
    "The submitted information didn't contain changes. Submit different information to create a "
    "change set."
)


def create_change_set(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    name = request["ChangeSetName"]
    if not _NAME.fullmatch(name):
        raise ValidationError(
            f"1 validation error detected: Value '{name}' at 'changeSetName' failed to "
            "satisfy constraint: Member must satisfy regular expression pattern: "
            "[a-zA-Z][-a-zA-Z0-9]*, and have length less than or equal to 128"
        )
    stack = _to_change(store, request)
    if stack is not None and _named(store, stack, name) is not None:
        raise AlreadyExists(f"ChangeSet {name}")
    before = None if stack is None or stack.is_in_review else stack.wanted
    wanted = requests.wanted(request, before)
    is_new = stack is None
    if stack is None:
        requests.check_stack_name(request["StackName"])
        stack = store.new_stack(request["StackName"])
    lifecycle.check_values(store, stack, wanted)
    imports = imported.checked(stack, wanted, request)
    if is_new:
        store.add(stack)
        stack_operation.review(store, stack)
    made = _change_set(store, stack, wanted, request, imports)
    store.change_sets[made.change_set_id] = made
    return {"Id": made.change_set_id, "StackId": stack.stack_id}


def describe_change_set(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    change_set = _existing(store, request)
    wanted, declared = change_set.wanted, change_set.wanted.template.parameters
    return {
        **_summary(store, change_set),
        "Parameters": [
            {"ParameterKey": key, "ParameterValue": "****" if declared[key].hidden else value}
            for key, value in wanted.given.items()
        ],
        "NotificationARNs": [],
        "Tags": [{"Key": key, "Value": value} for key, value in wanted.tags.items()],
        "Changes": [
            {"Type": "Resource", "ResourceChange": _change(each)} for each in change_set.changes
        ],
    }


def list_change_sets(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack = store.standing(request["StackName"])
    return {"Summaries": [_summary(store, each) for each in store.change_sets_of(stack)]}


def delete_change_set(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    stack_name = request.get("StackName")
    if stack_name is None or store.find(stack_name) is not None:
        found = _find(store, request)
        if found is not None:
            store.change_sets.pop(found.change_set_id, None)
    return {}


def execute_change_set(store: Store, request: Mapping[str, Any]) -> dict[str, Any]:
    change_set = _existing(store, request)
    if change_set.execution_status != "AVAILABLE":
        raise InvalidChangeSetStatus(
            f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current "
            f"status of [{change_set.status}], execution status [{change_set.execution_status}]"
        )
    stack, wanted = store.stacks[change_set.stack_id], change_set.wanted
    if not stack.is_in_review:
        lifecycle.ensure_updatable(stack)
    lifecycle.check_values(store, stack, wanted)
    store.mark(change_set, "EXECUTE_IN_PROGRESS")
    stack = replace(stack, role=change_set.role)
    if change_set.imports:
        ended = stack_operation.take_in(store, stack, wanted, change_set.imports)
    elif stack.is_in_review:
        ended = stack_operation.create(store, replace(stack, wanted=wanted))
    else:
        ended = lifecycle.change(store, stack, wanted)
    done = ended.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE", "IMPORT_COMPLETE")
    store.mark(change_set, "EXECUTE_COMPLETE" if done else "EXECUTE_FAILED")
    return {}


def _to_change(store: Store, request: Mapping[str, Any]) -> Stack | None:
    """The stack that a change set is to be made for; None for one that is to come."""
    name, kind = request["StackName"], request.get("ChangeSetType", "UPDATE")
    if kind == "UPDATE":
        stack = store.standing(name)
        lifecycle.ensure_updatable(stack)
        return stack
    found = store.find(name)
    if kind == "IMPORT":
        if found is not None and not found.is_in_review:
            lifecycle.ensure_updatable(found)
        return found
    if found is not None and not found.is_in_review:
        raise ValidationError(
            f"Stack [{name}] already exists and cannot be created again with "
            f"the changeSet [{request['ChangeSetName']}]."
        )
    return found


def _change_set(
    store: Store,
    stack: Stack,
    wanted: Wanted,
    request: Mapping[str, Any],
    imports: Mapping[str, str],
) -> ChangeSet:
    name = request["ChangeSetName"]
    empty = not stack.is_in_review and lifecycle.unchanged(store, stack, wanted)
    return ChangeSet(
        change_set_id=store.arn("changeSet", name),
        name=name,
        stack_id=stack.stack_id,
        created=store.clock.now(),
        wanted=wanted,
        changes=changes(stack, wanted, imports),
        description=request.get("Description"),
        role=request.get("RoleARN"),
        status="FAILED" if empty else "CREATE_COMPLETE",
        status_reason=_NOTHING_CHANGES if empty else None,
        execution_status="UNAVAILABLE" if empty else "AVAILABLE",
        imports=imports,
    )


def _named(store: Store, stack: Stack, name: str) -> ChangeSet | None:
    """The stack's change set of that name or id."""
    for each in store.change_sets_of(stack):
        if name in (each.change_set_id, each.name):
            return each
    return None


def _find(store: Store, request: Mapping[str, Any]) -> ChangeSet | None:
    """The change set that a request means, or None.

    Raises:
        ValidationError: it names no stack, or one that there is not.
    """
    name, stack_name = request["ChangeSetName"], request.get("StackName")
    if name in store.change_sets:
        return store.change_sets[name]
    if stack_name is None:
        raise ValidationError(
            "StackName must be specified if ChangeSetName is not specified as an ARN."
        )
    return _named(store, store.standing(stack_name), name)


def _existing(store: Store, request: Mapping[str, Any]) -> ChangeSet:
    found = _find(store, request)
    if found is None:
        raise ChangeSetNotFound(request["ChangeSetName"])
    return found


def _summary(store: Store, change_set: ChangeSet) -> dict[str, Any]:
    return {
        "ChangeSetName": change_set.name,
        "ChangeSetId": change_set.change_set_id,
        "StackId": change_set.stack_id,
        "StackName": store.known(change_set.stack_id).name,
        "Description": change_set.description,
        "CreationTime": change_set.created,
        "ExecutionStatus": change_set.execution_status,
        "Status": change_set.status,
        "StatusReason": change_set.status_reason,
    }


def _change(change: Change) -> dict[str, Any]:
    """A change; one of a resource that stands with its properties, as ``cdk diff`` shows them."""
    said = {
        "Action": change.action,
        "LogicalResourceId": change.logical_id,
        "ResourceType": change.kind,
    }
    if change.action != "Modify":
        return said
    return {
        **said,
        "PhysicalResourceId": change.physical_id,
        "Replacement": "True" if change.fixed else "False",
        "Scope": ["Properties"] if change.properties else ["Metadata"],
        "Details": [
            {
                "Target": {
                    "Attribute": "Properties",
                    "Name": name,
                    "RequiresRecreation": "Always" if name in change.fixed else "Never",
                },
                "Evaluation": "Static",
                "ChangeSource": "DirectModification",
            }
            for name in change.properties
        ],
    }
