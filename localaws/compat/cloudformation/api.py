"""The seam: makes moto's CloudFormation API use this engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.cloudformation import models
from moto.cloudformation.exceptions import AlreadyExistsException, ValidationError
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack
from moto.cloudformation.utils import generate_stack_id

from localaws.compat import guard
from localaws.compat.cloudformation import change_sets, stacks
from localaws.compat.cloudformation.documents import parsed
from localaws.compat.cloudformation.errors import TemplateError
from localaws.compat.cloudformation.stack_resources import StackResources
from localaws.compat.cloudformation.template import Template

_STACK = {
    "_create_resource_map": "50a6c2119f70",
    "_create_output_map": "450cfb3655c8",
    "parse_template": "f6a6a6afe8c4",
}
_CHANGE_SET_PARSE = "8f1ac7383143"
_BACKEND = {
    "create_stack": "456419c5b10f",
    "update_stack": "7c4c2dd30573",
    "delete_stack": "27446afc46aa",
}


@dataclass(frozen=True)
class _Listed:
    """A resource as the API's listings read it."""

    logical_resource_id: str
    physical_resource_id: str
    cf_resource_type: str


def apply() -> None:
    for name, expected in _STACK.items():
        guard.take(Stack, name, expected)
    guard.take(ChangeSet, "_parse_template", _CHANGE_SET_PARSE)
    for name, expected in _BACKEND.items():
        guard.take(CloudFormationBackend, name, expected)
    Stack._create_resource_map = lambda self: StackResources(self, _exports(self))
    Stack._create_output_map = lambda self: None
    Stack.parse_template = staticmethod(parsed)
    Stack.parameter_list = property(_parameter_list)
    Stack.stack_parameters = property(_given_parameters)
    Stack.stack_resources = property(_stack_resources)
    Stack.outputs = property(_outputs)
    Stack.exports = property(_exports_of)
    Stack.stack_status_reason = None
    ChangeSet._parse_template = _parse_change_set
    CloudFormationBackend.create_stack = _create_stack
    CloudFormationBackend.update_stack = _update_stack
    CloudFormationBackend.delete_stack = _delete_stack
    change_sets.apply()


def checked(template: str) -> Template:
    """The template, if it can be one.

    Raises:
        ValidationError: the API's error, with the reason.
    """
    try:
        made = Template(parsed(template))
    except (TemplateError, ValueError) as error:
        raise ValidationError(message=str(error)) from error
    if not made.resources:
        raise ValidationError(
            message="Template format error: At least one Resources member must be defined."
        )
    return made


def ensure_idle(stack: Any) -> None:
    """Refuse to touch a stack that is being worked on, or was rolled back.

    Raises:
        ValidationError: the API's error.
    """
    if stack.status.endswith("IN_PROGRESS") and stack.status != "REVIEW_IN_PROGRESS":
        raise ValidationError(
            message=f"Stack:{stack.stack_id} is in {stack.status} state and can not be updated."
        )


def _create_stack(
    self: Any,
    name: str,
    template: str,
    parameters: dict[str, Any],
    notification_arns: list[str] | None = None,
    tags: dict[str, str] | None = None,
    role_arn: str | None = None,
    enable_termination_protection: bool | None = False,
    timeout_in_mins: int | None = None,
    stack_policy_body: str | None = None,
) -> Any:
    if any(stack.name == name for stack in self.stacks.values()):
        raise AlreadyExistsException(f"Stack [{name}] already exists")
    checked(template)
    stack = Stack(
        stack_id=generate_stack_id(name, self.region_name, self.account_id),
        name=name,
        template=template,
        parameters=parameters,
        account_id=self.account_id,
        region_name=self.region_name,
        notification_arns=notification_arns,
        tags=tags,
        role_arn=role_arn,
        enable_termination_protection=enable_termination_protection,
        timeout_in_mins=timeout_in_mins,
        stack_policy_body=stack_policy_body,
    )
    self.stacks[stack.stack_id] = stack
    stacks.create(stack, self.exports)
    return stack


def _update_stack(
    self: Any,
    name: str,
    template: str,
    role_arn: str | None,
    parameters: list[dict[str, Any]],
    tags: dict[str, str] | None,
) -> Any:
    stack = self.get_stack(name)
    ensure_idle(stack)
    checked(template)
    resolved = self._resolve_update_parameters(instance=stack, incoming_params=parameters)
    changed(stack, template, resolved, tags, self.exports)
    return stack


def changed(
    stack: Any,
    template: str,
    parameters: dict[str, str],
    tags: dict[str, str] | None,
    exports: dict[str, Any],
) -> None:
    """Bring a stack to a new template; a rollback brings the old one back."""
    before = (stack.template, stack.template_dict, stack.parameters, stack.tags)
    stack.template, stack.template_dict = template, parsed(template)
    stack.parameters = parameters
    stack.description = stack.template_dict.get("Description")
    stack.tags = stack.tags if tags is None else tags
    stacks.update(stack, exports)
    if stack.status != "UPDATE_COMPLETE":
        stack.template, stack.template_dict, stack.parameters, stack.tags = before


def _delete_stack(self: Any, name_or_stack_id: str) -> None:
    stack = self.stacks.get(name_or_stack_id) or next(
        (each for each in self.stacks.values() if each.name == name_or_stack_id), None
    )
    if stack is None:
        return  # as on AWS
    ensure_idle(stack)
    if stack.enable_termination_protection:
        raise ValidationError(
            message=f"Stack [{stack.name}] cannot be deleted while TerminationProtection is enabled"
        )
    stacks.delete(stack, self.exports)
    if stack.status == "DELETE_COMPLETE":
        del self.stacks[stack.stack_id]
        self.deleted_stacks[stack.stack_id] = stack
        for change_set in [c for c in self.change_sets.values() if c.stack is stack]:
            del self.change_sets[change_set.change_set_id]


def _parse_change_set(self: Any) -> None:
    self.template_dict = parsed(self.template)


def _exports(stack: Any) -> Any:
    return models.cloudformation_backends[stack.account_id][stack.region_name].exports


def _exports_of(self: Any) -> list[Any]:
    return [
        export for export in _exports(self).values() if export.exporting_stack_id == self.stack_id
    ]


def _parameter_list(self: Any) -> list[dict[str, str]]:
    parameters = self.resource_map.parameters
    return [
        {
            "ParameterKey": name,
            "ParameterValue": "****"
            if name in parameters.hidden
            else ",".join(value)
            if isinstance(value, list)
            else value,
        }
        for name, value in parameters.values.items()
    ]


def _given_parameters(self: Any) -> dict[str, str]:
    """As they were given, for UsePreviousValue: not what a Systems Manager parameter held then."""
    declared = self.template_dict.get("Parameters", {})
    defaults = {name: each["Default"] for name, each in declared.items() if "Default" in each}
    return {**defaults, **self.parameters}


def _stack_resources(self: Any) -> list[_Listed]:
    return [
        _Listed(resource.logical_id, resource.made.physical_id, resource.kind)
        for resource in self.resource_map.standing.values()
        if resource.handler is not None
    ]


def _outputs(self: Any) -> list[dict[str, Any]] | None:
    return [
        {
            "OutputKey": output.key,
            "OutputValue": output.value,
            "Description": output.description,
            "ExportName": output.export,
        }
        for output in self.resource_map.outputs
    ] or None
