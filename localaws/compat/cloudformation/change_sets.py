"""Change sets: found by stack and name, compared with what stands, executed by the engine.

moto finds them by name alone, fails when the one to be deleted is not there (so that a second
``cdk deploy`` fails), and executes them past the stack: no outputs, no rollback.
"""

from __future__ import annotations

from typing import Any

from moto.cloudformation.exceptions import CloudFormationError, ValidationError
from moto.cloudformation.models import Change, ChangeSet, CloudFormationBackend
from moto.cloudformation.responses import CloudFormationResponse
from moto.core.responses import ActionResult, EmptyResult

from localaws.compat import guard
from localaws.compat.cloudformation.deployment import Resource

_RESPONSES = {
    "delete_change_set": "e90da325b8a6",
    "describe_change_set": "e9718edb6139",
    "execute_change_set": "75afec8d0698",
    "list_change_sets": "cfd797621143",
}
_CREATE = "e44fe7cb620a"
_DIFF = "a2c8fae4fdcd"


class ChangeSetNotFound(CloudFormationError):  # type: ignore[misc]
    """The API's error of that name."""

    code = "ChangeSetNotFound"


def apply() -> None:
    for name, expected in _RESPONSES.items():
        guard.take(CloudFormationResponse, name, expected)
    guard.take(ChangeSet, "diff", _DIFF)
    create = guard.take(CloudFormationBackend, "create_change_set", _CREATE)

    def create_change_set(self: Any, stack_name: str, *args: Any, **kwargs: Any) -> Any:
        if kwargs["change_set_type"] == "CREATE":
            _make_room(self, stack_name)
        return create(self, stack_name, *args, **kwargs)

    CloudFormationBackend.create_change_set = create_change_set
    ChangeSet.diff = _diff
    CloudFormationResponse.delete_change_set = _delete
    CloudFormationResponse.describe_change_set = _describe
    CloudFormationResponse.execute_change_set = _execute
    CloudFormationResponse.list_change_sets = _list


def _make_room(backend: Any, name: str) -> None:
    """Drop a stack of that name that never got beyond a change set.

    Raises:
        ValidationError: the stack exists.
    """
    for stack in [stack for stack in backend.stacks.values() if stack.name == name]:
        if stack.status != "REVIEW_IN_PROGRESS":
            raise ValidationError(
                message=f"Stack [{name}] already exists and cannot be created again with a "
                "change set of type CREATE"
            )
        del backend.stacks[stack.stack_id]


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


def _find(self: Any) -> Any:
    """The change set that a request means, or None."""
    name, stack = self._get_param("ChangeSetName"), self._get_param("StackName")
    for identity, change_set in self.cloudformation_backend.change_sets.items():
        if identity == name:
            return change_set
        if change_set.change_set_name == name and stack in (
            None,
            change_set.stack_name,
            change_set.stack_id,
        ):
            return change_set
    return None


def _existing(self: Any) -> Any:
    found = _find(self)
    if found is None:
        raise ChangeSetNotFound(f"ChangeSet [{self._get_param('ChangeSetName')}] does not exist")
    return found


def _delete(self: Any) -> EmptyResult:
    found = _find(self)
    if found is not None:
        del self.cloudformation_backend.change_sets[found.change_set_id]
    return EmptyResult()


def _describe(self: Any) -> ActionResult:
    return ActionResult(_existing(self))


def _list(self: Any) -> ActionResult:
    stack = self._get_param("StackName")
    return ActionResult(
        {
            "Summaries": [
                each
                for each in self.cloudformation_backend.change_sets.values()
                if stack in (each.stack_name, each.stack_id)
            ]
        }
    )


def _execute(self: Any) -> EmptyResult:
    from localaws.compat.cloudformation import api, stacks

    backend, change_set = self.cloudformation_backend, _existing(self)
    if change_set.execution_status != "AVAILABLE":
        raise ValidationError(
            message=f"ChangeSet [{change_set.change_set_id}] cannot be executed in its current "
            f"status of [{change_set.status}]"
        )
    stack = backend.stacks[change_set.stack_id]
    api.ensure_idle(stack)
    api.checked(change_set.template)
    stack.role_arn = change_set.role_arn
    if stack.status == "REVIEW_IN_PROGRESS":
        stack.template, stack.template_dict = change_set.template, change_set.template_dict
        stack.description = stack.template_dict.get("Description")
        stack.parameters = change_set.parameters
        stack.tags = change_set.tags or {}
        stacks.create(stack, backend.exports)
    else:
        tags = change_set.tags or None
        api.changed(stack, change_set.template, change_set.parameters, tags, backend.exports)
    done = stack.status in ("CREATE_COMPLETE", "UPDATE_COMPLETE")
    change_set.execution_status = "EXECUTE_COMPLETE" if done else "EXECUTE_FAILED"
    return EmptyResult()
