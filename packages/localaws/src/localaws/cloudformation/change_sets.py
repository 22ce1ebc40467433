"""Change sets: found by stack and name, compared with what stands, executed by the engine.

moto finds them by name alone, fails when the one to be deleted is not there (so that a second
``cdk deploy`` fails), and executes them past the stack: no outputs, no rollback.
"""

from __future__ import annotations

import re
from typing import Any

from moto.cloudformation.exceptions import (
    AlreadyExistsException,
    CloudFormationError,
    ValidationError,
)
from moto.cloudformation.models import Change, ChangeSet, Stack
from moto.cloudformation.responses import CloudFormationResponse
from moto.cloudformation.utils import generate_changeset_id, generate_stack_id
from moto.core.responses import ActionResult, EmptyResult

from localaws.cloudformation import lifecycle, operations, requests, stacks
from localaws.cloudformation.deployment import Resource
from localaws.moto_mends import guard

_RESPONSES = {
    "create_change_set": "8df34759386f",
    "delete_change_set": "e90da325b8a6",
    "describe_change_set": "e9718edb6139",
    "execute_change_set": "75afec8d0698",
    "list_change_sets": "cfd797621143",
}
_NAME = re.compile(r"[a-zA-Z][-a-zA-Z0-9]{0,127}")
_DIFF = "a2c8fae4fdcd"


class ChangeSetNotFound(CloudFormationError):  # type: ignore[misc]
    """The API's error of that name."""

    code = "ChangeSetNotFound"


class InvalidChangeSetStatus(CloudFormationError):  # type: ignore[misc]
    """The API's error of that name."""

    code = "InvalidChangeSetStatus"


def apply() -> None:
    for name, expected in _RESPONSES.items():
        guard.take(CloudFormationResponse, name, expected)
    guard.take(ChangeSet, "diff", _DIFF)
    ChangeSet.diff = _diff
    CloudFormationResponse.create_change_set = _create
    CloudFormationResponse.delete_change_set = _delete
    CloudFormationResponse.describe_change_set = _describe
    CloudFormationResponse.execute_change_set = _execute
    CloudFormationResponse.list_change_sets = _list


def _create(self: Any) -> ActionResult:
    backend, name = self.cloudformation_backend, self._get_param("ChangeSetName")
    kind, stack_name = self._get_param("ChangeSetType"), self._get_param("StackName")
    if not _NAME.fullmatch(name):
        raise ValidationError(
            message=f"1 validation error detected: Value '{name}' at 'changeSetName' failed to "
            "satisfy constraint: Member must satisfy regular expression pattern: "
            "[a-zA-Z][-a-zA-Z0-9]*, and have length less than or equal to 128"
        )
    stack = lifecycle.found(backend, stack_name)
    if (kind or "UPDATE") == "UPDATE":
        stack = lifecycle.standing(backend, stack_name)
        lifecycle.ensure_updatable(stack)
        text, previous = operations.source(self, stack.template), stack.stack_parameters
    elif kind == "CREATE":
        text, previous = operations.source(self), {}
        if stack is not None and stack.status != "REVIEW_IN_PROGRESS":
            raise ValidationError(
                message=f"Stack [{stack_name}] already exists and cannot be created again with "
                f"the changeSet [{name}]."
            )
    else:
        raise ValidationError(
            message=f"ChangeSetType {kind} is not supported by this embedded AWS. Use CREATE or "
            "UPDATE."
        )
    if stack is not None and _named(backend, name, stack) is not None:
        raise AlreadyExistsException(f"ChangeSet {name} already exists")
    wanted = operations.wanted(self, text, previous)
    if stack is None:
        stack = _in_review(backend, stack_name)
    lifecycle.check_values(stack, wanted)
    backend.stacks[stack.stack_id] = stack
    made = ChangeSet(
        change_set_type=kind or "UPDATE",
        change_set_id=generate_changeset_id(name, backend.region_name, backend.account_id),
        change_set_name=name,
        stack=stack,
        template=text,
        parameters=dict(wanted.parameters),
        description=self._get_param("Description"),
        notification_arns=self._get_param("NotificationARNs", []),
        tags=dict(wanted.tags),
        role_arn=self._get_param("RoleARN"),
    )
    made.wanted = wanted
    made.status, made.execution_status = "CREATE_COMPLETE", "AVAILABLE"
    if stack.status != "REVIEW_IN_PROGRESS" and lifecycle.unchanged(stack, wanted):
        made.status, made.execution_status = "FAILED", "UNAVAILABLE"
        made.status_reason = (
            "The submitted information didn't contain changes. Submit different information to "
            "create a change set."
        )
    backend.change_sets[made.change_set_id] = made
    return ActionResult({"Id": made.change_set_id, "StackId": stack.stack_id})


def _in_review(backend: Any, name: str) -> Any:
    """A stack that there is nothing of yet but a change set; it is not among the backend's."""
    requests.check_stack_name(name)
    stack = Stack(
        stack_id=generate_stack_id(name, backend.region_name, backend.account_id),
        name=name,
        template={},
        parameters={},
        account_id=backend.account_id,
        region_name=backend.region_name,
    )
    stacks.review(stack)
    return stack


def _diff(self: Any) -> list[Change]:
    """What would change, by the templates: a change of a parameter's value alone is not listed."""
    before = self.stack.template_dict.get("Resources", {})
    after = self.template_dict.get("Resources", {})
    standing = self.stack.resource_map.standing
    found = [
        Change("Add", name, each["Type"]) for name, each in after.items() if name not in before
    ]
    found += [
        _modified(name, before[name], each, standing.get(name))
        for name, each in after.items()
        if name in before and before[name] != each
    ]
    found += [
        Change("Remove", name, each["Type"]) for name, each in before.items() if name not in after
    ]
    return found


def _modified(
    name: str, before: dict[str, Any], after: dict[str, Any], standing: Resource | None
) -> Change:
    """A change with its properties, which is what ``cdk diff`` shows of it."""
    old, new = before.get("Properties", {}), after.get("Properties", {})
    handler = standing.handler if standing is not None else None
    fixed = handler.fixed if handler is not None else frozenset[str]()
    changed = sorted(each for each in {*old, *new} if old.get(each) != new.get(each))
    change = Change("Modify", name, after["Type"])
    change.physical_resource_id = standing.made.physical_id if standing is not None else None
    change.replacement = "True" if fixed.intersection(changed) else "False"
    change.scope = ["Properties"] if changed else ["Metadata"]
    change.details = [
        {
            "Target": {
                "Attribute": "Properties",
                "Name": each,
                "RequiresRecreation": "Always" if each in fixed else "Never",
            },
            "Evaluation": "Static",
            "ChangeSource": "DirectModification",
        }
        for each in changed
    ]
    return change


def _named(backend: Any, name: str | None, stack: Any) -> Any:
    """The change set of that name or id, of that stack or (None) of any."""
    for change_set in list(backend.change_sets.values()):
        if name in (change_set.change_set_id, change_set.change_set_name) and stack in (
            None,
            change_set.stack,
        ):
            return change_set
    return None


def _find(self: Any) -> Any:
    """The change set that a request means, or None.

    Raises:
        ValidationError: it names no stack, or one that there is not.
    """
    backend, name = self.cloudformation_backend, self._get_param("ChangeSetName")
    stack_name = self._get_param("StackName")
    if name in backend.change_sets:
        return backend.change_sets[name]
    if stack_name is None:
        raise ValidationError(
            message="StackName must be specified if ChangeSetName is not specified as an ARN."
        )
    return _named(backend, name, lifecycle.standing(backend, stack_name))


def _existing(self: Any) -> Any:
    found = _find(self)
    if found is None:
        raise ChangeSetNotFound(f"ChangeSet [{self._get_param('ChangeSetName')}] does not exist")
    return found


def _delete(self: Any) -> EmptyResult:
    backend, stack_name = self.cloudformation_backend, self._get_param("StackName")
    if stack_name is not None and lifecycle.found(backend, stack_name) is None:
        return EmptyResult()
    found = _find(self)
    if found is not None:
        backend.change_sets.pop(found.change_set_id, None)
    return EmptyResult()


def _describe(self: Any) -> ActionResult:
    return ActionResult(_existing(self))


def _list(self: Any) -> ActionResult:
    backend = self.cloudformation_backend
    stack = lifecycle.standing(backend, self._get_param("StackName"))
    return ActionResult(
        {"Summaries": [each for each in list(backend.change_sets.values()) if each.stack is stack]}
    )


def _execute(self: Any) -> EmptyResult:
    backend, change_set = self.cloudformation_backend, _existing(self)
    if change_set.execution_status != "AVAILABLE":
        raise InvalidChangeSetStatus(
            f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current "
            f"status of [{change_set.status}], execution status [{change_set.execution_status}]"
        )
    stack, wanted = change_set.stack, change_set.wanted
    lifecycle.ensure_idle(stack)
    if stack.status != "REVIEW_IN_PROGRESS":
        lifecycle.ensure_updatable(stack)
    lifecycle.check_values(stack, wanted)
    change_set.execution_status = "EXECUTE_IN_PROGRESS"
    stack.role_arn = change_set.role_arn
    if stack.status == "REVIEW_IN_PROGRESS":
        stack.template, stack.template_dict = wanted.text, wanted.document
        stack.description = wanted.template.description
        stack.parameters, stack.tags = dict(wanted.parameters), dict(wanted.tags)
        stack.notification_arns = change_set.notification_arns
        stacks.create(stack, wanted.template, backend.exports)
    else:
        lifecycle.change(backend, stack, wanted)
    done = stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    change_set.execution_status = "EXECUTE_COMPLETE" if done else "EXECUTE_FAILED"
    return EmptyResult()
