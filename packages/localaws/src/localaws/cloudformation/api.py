"""The seam: makes moto's CloudFormation API use this engine."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from moto.cloudformation import models
from moto.cloudformation.models import ChangeSet, CloudFormationBackend, Stack

from localaws.cloudformation import change_sets, lifecycle, listings, operations, requests
from localaws.cloudformation.documents import parsed
from localaws.cloudformation.stack_resources import StackResources
from localaws.moto_mends import guard

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
    operations.apply()
    listings.apply()
    change_sets.apply()


def _create_stack(
    self: Any,
    name: str,
    template: str,
    parameters: dict[str, Any],
    tags: dict[str, str] | None = None,
    **options: Any,
) -> Any:
    """As moto's own parts call it: stack sets."""
    given = [{"ParameterKey": key, "ParameterValue": value} for key, value in parameters.items()]
    pairs = [{"Key": key, "Value": value} for key, value in (tags or {}).items()]
    wanted = requests.wanted(template, given, pairs, ["CAPABILITY_NAMED_IAM"], {})
    return lifecycle.create(self, name, wanted, **options)


def _update_stack(
    self: Any,
    name: str,
    template: str,
    role_arn: str | None,
    parameters: list[dict[str, Any]],
    tags: dict[str, str] | None,
) -> Any:
    """As moto's own parts call it: stack sets."""
    stack = lifecycle.standing(self, name)
    previous = stack.stack_parameters
    pairs = [{"Key": key, "Value": value} for key, value in (tags or {}).items()]
    wanted = requests.wanted(template, parameters, pairs, ["CAPABILITY_NAMED_IAM"], previous)
    lifecycle.update(self, stack, wanted)
    return stack


def _delete_stack(self: Any, name_or_stack_id: str) -> None:
    stack = lifecycle.found(self, name_or_stack_id)
    if stack is not None:  # that there is none is no error on AWS
        lifecycle.delete(self, stack)


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
